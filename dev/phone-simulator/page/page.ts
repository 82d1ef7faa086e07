import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';

const files = ['phones.html', 'phones.js', 'text-parts.js', 'phones.css'] as const;

/** The page of phones: served from this folder, with a policy that lets it load nothing from elsewhere. */
export function createPage(): Router {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const router = express.Router();
  for (const file of files) {
    router.get(file === 'phones.html' ? '/' : `/${file}`, (_request, response) => {
      response.set({
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-cache',
      });
      response.sendFile(file, { root: folder });
    });
  }
  return router;
}
