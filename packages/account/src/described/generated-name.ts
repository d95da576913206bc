const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A name in the form of those that CloudFormation makes up: `stack-LogicalId-1A2B3C4D5E6F`. CloudFormation's suffix is
 * random; this one follows from the stack's name and the logical id, and is the same in every run. Where the name
 * would be longer than `longest`, the stack's name and the logical id are cut, as CloudFormation does, though not
 * always at the same letter.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export function generatedName(stackName: string, id: string, longest: number): string {
  const suffix = letters(`${stackName}/${id}`, 12, alphabet);
  const room = longest - suffix.length - 2;
  const half = Math.floor(room / 2);
  const stack = stackName.slice(0, Math.max(half, room - id.length));
  return `${stack}-${id.slice(0, room - stack.length)}-${suffix}`;
}

/** `length` letters of an alphabet that follow from a text. */
export function letters(text: string, length: number, from: string): string {
  let result = '';
  let hash = 0;
  for (let round = 0; result.length < length; round++) {
    hash = fnv1a(`${round}:${text}`);
    result += from.charAt(hash % from.length);
  }
  return result;
}

/** A UUID that follows from a text. */
export function uuidOf(text: string): string {
  const digits = letters(text, 32, '0123456789abcdef');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** FNV-1a of 32 bits, mixed: names need only differ, nobody is kept from guessing them. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** A name for the stack of a template file: `shop` for `infra/shop.template.json`. Letters, digits and hyphens. */
export function generatedStackName(file: string): string {
  const name = file.replace(/^.*[\\/]/, '').replace(/\..*$/, '');
  const letters = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
  return letters.slice(0, 128) || 'stack';
}
