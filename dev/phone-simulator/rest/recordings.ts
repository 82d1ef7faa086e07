import { notFound } from './form.js';
import { page } from './paging.js';
import type { RestHandler, RestRoutes } from './rest-request.js';

/** There is no sound in the simulator, so there are no recordings: the lists are empty, and nothing can be found. */
export function recordingRoutes(): RestRoutes {
  const empty: RestHandler = (request) => page(request, 'recordings', [], () => undefined);
  const missing: RestHandler = (request) => {
    throw notFound(request.uri);
  };
  return [
    { method: 'get', path: '/Recordings.json', handle: empty },
    { method: 'get', path: '/Calls/:sid/Recordings.json', handle: empty },
    { method: 'get', path: '/Conferences/:sid/Recordings.json', handle: empty },
    { method: 'get', path: '/Recordings/:sid.json', handle: missing },
    { method: 'delete', path: '/Recordings/:sid.json', handle: missing },
  ];
}
