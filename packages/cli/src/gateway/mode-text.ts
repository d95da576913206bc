/** What a mode means, for people. */
export function modeText(mode: 'enforce' | 'audit'): string {
  return mode === 'enforce'
    ? 'enforce: what no policy allows is refused'
    : 'audit: nothing is refused for want of permission, and what would have been is told';
}
