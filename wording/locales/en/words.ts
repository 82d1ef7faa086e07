import type { SpokenWords } from '../../../domain/speech/spoken-words.js';
import { answerWords } from './answer-words.js';
import { turningWords } from './turning-words.js';

export const words: SpokenWords = { ...answerWords, ...turningWords };
