import type { History } from '../workflows/stage.js';
import type { TimeSkipping } from '../workflows/time-skipping.js';

/** Plays one typical case and gives back the histories of its runs. */
export type RecordedStory = (server: TimeSkipping) => Promise<readonly History[]>;
