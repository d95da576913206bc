/** A mistake that the user can mend: its message is all there is to say, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
