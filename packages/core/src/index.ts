export { PolicyError } from './policy/index.js';
