import { describe, expect, it } from '@jest/globals';
import { account, anna, hotline, setStage } from './testing/stage.js';
import { startPhoneSimulator } from './server.js';

describe('the phone simulator', () => {
  it('stops within a second in the middle of everything', async () => {
    const stage = await setStage();
    stage.application.on('/voice', '<Dial><Conference waitUrl="/wait">room</Conference></Dial>');
    stage.application.on('/wait', '<Say>Hold the line</Say><Pause length="600"/>');
    stage.application.on('/slow', () => new Promise<string>(() => undefined));
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /Hold/);
    await stage.phones.phone('+491713920009').answers();
    await stage.order('+491713920009', '/slow');
    await stage.application.received('/slow');
    await stage.order('+491713920008', '/voice');
    const following = stage.phones.expectCallTo('+491713920077', { within: 30 });
    const failed = expect(following).rejects.toThrow();
    const started = Date.now();
    await stage.simulator.stop();
    expect(Date.now() - started).toBeLessThan(1000);
    await failed;
    await stage.application.stop();
  });

  it('says when its port is taken, and refuses options without sense', async () => {
    const stage = await setStage();
    const port = Number(new URL(stage.simulator.url).port);
    await expect(startPhoneSimulator({ accounts: [account], port })).rejects.toThrow(/EADDRINUSE/);
    await stage.end();
    await expect(startPhoneSimulator({ accounts: [account], timeScale: 0 })).rejects.toThrow(RangeError);
    await expect(startPhoneSimulator({ accounts: [{ accountSid: 'AC1', authToken: 'x' }] })).rejects.toThrow(
      RangeError,
    );
  });

  it('serves the page of phones under a strict policy', async () => {
    const stage = await setStage();
    const page = await fetch(`${stage.simulator.url}/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    // Nothing in the page may need what the policy forbids.
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/i);
    for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(new URL(file ?? '', stage.simulator.url))).status).toBe(200);
    }
    await stage.end();
  });

  it('lets no other website play with the phones', async () => {
    const stage = await setStage();
    const response = await fetch(`${stage.simulator.url}/simulator/reset`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(response.status).toBe(403);
    await stage.end();
  });
});
