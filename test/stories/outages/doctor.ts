import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inheritEnvironment } from '../../../config/env.js';
import { eventually } from '../../../dev/client/desk-api.js';
import { compiledProduct } from '../../../dev/stack/compiled-product.js';
import { projectFolder } from '../../../dev/stack/project-folder.js';
import type { OwnStack } from '../story/stacks.js';

/** What the doctor finds, while all is well and while MongoDB is down. Leaves everything up. */
export function doctorStories(own: () => OwnStack): void {
  describe('the doctor of a running installation', () => {
    let stack: OwnStack;
    beforeAll(() => {
      stack = own();
    });

    /** Runs `npm run cli -- doctor` as the process that it is, as somebody of this installation. */
    async function doctor(): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
      const main = join(await compiledProduct(), 'cli', 'main.js');
      return new Promise((resolve) => {
        const child = spawn(process.execPath, [main, 'doctor'], {
          cwd: projectFolder,
          env: inheritEnvironment({
            ...stack.variables,
            CONTACT_BOOK_FOLDER: join(stack.folder, 'doctors-contact-book'),
          }),
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (part: Buffer) => (output += part.toString()));
        }
        child.once('close', (code) => {
          resolve({ code, lines: output.trim().split('\n') });
        });
      });
    }

    it('finds everything well, shows no secret, and finds the part that is ill (X6)', async () => {
      const { code, lines } = await doctor();
      const examined = lines.slice(0, -1).map((line) => /^(ok|FAIL|hint) +([^:]+):/.exec(line)?.slice(1, 3));
      expect({ lines, examined }).toEqual({
        lines,
        examined: [
          ...[
            'configuration',
            'keys',
            'Temporal',
            'workers',
            'MongoDB',
            'retention runs',
            'mail server',
            `number ${stack.emergencyNumber}`,
            `number ${stack.variables['TWILIO_FALLBACK_NUMBER'] ?? ''}`,
            'fallback address',
          ].map((what) => ['ok', what]),
          // It is served on this machine alone, and the desk has its second factor: about these is nothing to hint at.
          ['hint', 'ALLOWED_COUNTRIES'],
        ],
      });
      expect(lines.at(-1)).toBe('Everything is well.');
      expect(code).toBe(0);
      const secrets = ['BEISTAND_KEY', 'DESK_TOKEN', 'TWILIO_AUTH_TOKEN', 'TWILIO_FALLBACK_AUTH_TOKEN'];
      for (const secret of secrets.map((name) => stack.variables[name])) {
        expect(secret).toEqual(expect.stringMatching(/.{16}/));
        expect(lines.join('\n')).not.toContain(secret);
      }

      await stack.mongo.stop();
      const ill = await doctor();
      expect(ill.lines.filter((line) => line.startsWith('FAIL'))).toEqual([
        expect.stringMatching(/^FAIL +MongoDB:/),
        expect.stringMatching(/^FAIL +retention runs:/),
        expect.stringMatching(/^FAIL +numbers of the organisations:/),
      ]);
      expect(ill.code).toBe(1);
      await stack.mongo.start();
      const isWell = async () => ((await doctor()).code === 0 ? true : undefined);
      expect(await eventually(isWell, 60)).toBe(true);
    });
  });
}
