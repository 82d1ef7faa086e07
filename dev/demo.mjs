// npm run demo: plays a call for help from report to closure.
import { launch } from './launch.mjs';

await launch('dev/demo/main.ts', process.argv.slice(2));
