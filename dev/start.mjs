// npm start: the whole product on embedded services.
import { launch } from './launch.mjs';

await launch('dev/stack/main.ts', process.argv.slice(2));
