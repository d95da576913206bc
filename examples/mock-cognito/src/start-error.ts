/** Why the mock could not start, or could not go on, in words for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
