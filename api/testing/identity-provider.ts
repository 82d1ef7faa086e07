import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/**
 * A real identity provider, as a process of its own: `node --import tsx identity-provider.ts <port of callbacks>`. Whoever
 * comes is the person that was set last by POST /as, with their claims as JSON; nobody types anything.
 */
const [redirectUri = ''] = process.argv.slice(2);
let person: { readonly sub: string; readonly amr?: string[]; readonly [claim: string]: unknown } = {
  sub: 'nobody',
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'beistand', client_secret: 'a-secret-for-tests', redirect_uris: [redirectUri] }],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['a-key-for-tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...person, sub }) }),
    async loadExistingGrant(context) {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (request.method === 'POST' && request.url === '/as') {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        person = JSON.parse(text) as typeof person;
        response.writeHead(204).end();
      });
    } else if (request.url?.startsWith('/interaction/') === true) {
      const login = { accountId: person.sub, ...(person.amr === undefined ? {} : { amr: person.amr }) };
      void provider.interactionFinished(request, response, { login });
    } else void handle(request, response);
  });
  process.stdout.write(`${issuer}\n`);
});
