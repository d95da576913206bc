/**
 * A unique id in AWS's form, 21 characters such as `AROA4XQ…`, that follows from the ARN: the same entry has the same
 * id in every run. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function uniqueIdOf(prefix: 'AROA' | 'AIDA', arn: string): string {
  let hash = fnv1a(arn);
  let id: string = prefix;
  for (let digit = 0; digit < 17; digit++) {
    id += alphabet[Number(hash & 31n)];
    hash >>= 5n;
  }
  return id;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** FNV-1a of 128 bits. A plain hash is enough: the id need only differ, nobody is kept from guessing it. */
function fnv1a(text: string): bigint {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(text.charCodeAt(index))) * 0x0000000001000000000000000000013bn);
  }
  // The low bits alone see too little of the last characters.
  return hash ^ (hash >> 43n);
}
