import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The user pool's side of its Secure Remote Password sign-in: SRP-6a (RFC 5054) in its group of 3072 bits with
 * SHA-256, and a key and a proof as the pool's public clients make them.
 */
export interface SrpSignIn {
  /** `ChallengeParameters` of the challenge `PASSWORD_VERIFIER`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether `ChallengeResponses` prove that the client knows the password. */
  readonly proves: (responses: Readonly<Record<string, string>>) => boolean;
}

// https://www.rfc-editor.org/rfc/rfc3526#section-4
const prime = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74',
    '020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05',
    '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB',
    '9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718',
    '3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33',
    'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864',
    'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2',
    '08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const generator = 2n;

/** Begins a sign-in of somebody whose client sent `SRP_A`; `poolId` is the user pool's. */
export function beginSrp(poolId: string, username: string, password: string, srpA: string): SrpSignIn {
  const [, poolName = ''] = poolId.split('_');
  const salt = numberOf(randomBytes(16).toString('hex'));
  const secretBlock = randomBytes(64).toString('base64');
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest();
  const x = hash(bytesOf(salt), identity);
  const verifier = power(generator, x);
  const b = numberOf(randomBytes(32).toString('hex'));
  const A = numberOf(srpA);
  const B = (hash(bytesOf(prime), bytesOf(generator)) * verifier + power(generator, b)) % prime;
  const u = hash(bytesOf(A), bytesOf(B));
  const shared = power((A * power(verifier, u)) % prime, b);
  const key = Buffer.from(hkdfSync('sha256', bytesOf(shared), bytesOf(u), 'Caldera Derived Key', 16));
  return {
    parameters: {
      USERNAME: username,
      USER_ID_FOR_SRP: username,
      SALT: salt.toString(16),
      SRP_B: B.toString(16),
      SECRET_BLOCK: secretBlock,
    },
    proves: (responses) =>
      responses['PASSWORD_CLAIM_SECRET_BLOCK'] === secretBlock &&
      responses['PASSWORD_CLAIM_SIGNATURE'] ===
        createHmac('sha256', key)
          .update(`${poolName}${username}`)
          .update(Buffer.from(secretBlock, 'base64'))
          .update(String(responses['TIMESTAMP']))
          .digest('base64'),
  };
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

const numberOf = (hex: string): bigint => BigInt(`0x${hex}`);

/** Two's complement, as the clients write numbers: a first bit that is set gets a zero before it. */
function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const hash = (...parts: readonly Buffer[]): bigint =>
  numberOf(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
