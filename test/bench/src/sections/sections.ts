import type { Section } from '../section.js';
import { assertionsSection } from './assertions.js';
import { coldStartSection } from './cold-start.js';
import { commandsSection } from './commands.js';
import { enginesSection } from './engines.js';
import { gatewaySection } from './gateway.js';
import { growthSection } from './growth.js';
import { heapSection } from './heap.js';
import { httpSection } from './http.js';
import { instructionsSection } from './instructions.js';
import { paritySection } from './parity.js';
import { pathSection } from './path.js';
import { tokensSection } from './tokens.js';

/** The parts of the benchmark in the order of the report. A new one is a file beside these and a row here. */
export const sections: readonly Section[] = [
  paritySection,
  enginesSection,
  tokensSection,
  pathSection,
  httpSection,
  gatewaySection,
  coldStartSection,
  commandsSection,
  heapSection,
  growthSection,
  instructionsSection,
  assertionsSection,
];
