import { bufferedProxy, proxies } from '../http/proxies.js';
import type { Section } from '../section.js';
import { measureServers } from './http.js';

/** Requests a second, and CPU time a request, of the gateway and of other ways to forward. */
export const gatewaySection: Section = {
  name: 'gateway',
  measure: (settings) =>
    measureServers(proxies, bufferedProxy, settings, {
      section: 'gateway',
      title: 'The gateway under load',
      about:
        'POST of AdminGetUser with a token that was seen before, to proxies in front of a bare server that answers 60 bytes ' +
        'from a process of its own. The gateway lets the request through and refuses a denied action and a forged token ' +
        'before it is timed; the others forward everything; signatures are verified anew each time; lines and audit log are written to nowhere. × is the ratio to the same proxy without authorization, in the ' +
        'same rounds; more is better in both.',
    }),
};
