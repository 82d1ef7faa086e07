import { describe, expect, it } from '@jest/globals';
import { settingsForCommand } from './settings-for-command.js';

const ofStack = { MONGODB_URI: 'mongodb://127.0.0.1:27018/beistand', BEISTAND_KEY: 'key', LOG_LEVEL: 'info' };

describe('what a command is told on the embedded stack', () => {
  it('is all of it, when nothing is set', () => {
    expect(settingsForCommand({ HOME: '/home/desk', MONGODB_URI: '' }, ofStack)).toEqual(ofStack);
  });

  it('is the rest, when what is set says the same', () => {
    const own = { MONGODB_URI: ofStack.MONGODB_URI, LOG_LEVEL: 'debug' };
    expect(settingsForCommand(own, ofStack)).toEqual({ BEISTAND_KEY: 'key' });
  });

  it('is nothing, when anything belongs to another installation', () => {
    expect(settingsForCommand({ MONGODB_URI: 'mongodb://production/beistand' }, ofStack)).toBeUndefined();
    // A setting that the stack does not have is another installation's too.
    expect(settingsForCommand({ HEARTBEAT_URL: 'https://watchdog.example' }, ofStack)).toBeUndefined();
  });
});
