// Downloads MongoDB with mongodb-memory-server: node download-mongod.mjs <folder> <version>
// Its settings are environment variables, read when it is loaded.
process.env.MONGOMS_MAX_RETRIES = '1';
process.env.MONGOMS_MD5_CHECK = '1';
// Otherwise it does not check whose certificate it gets.
process.env.npm_config_strict_ssl = 'true';
const { MongoBinary } = await import('mongodb-memory-server-core');

const [downloadDir, version] = process.argv.slice(2);
try {
  process.stdout.write(await MongoBinary.getPath({ downloadDir, version }));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
