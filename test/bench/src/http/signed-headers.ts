import { createHash, createHmac } from 'node:crypto';
import { accessKey, allowedTarget, body } from '../account.js';

const type = 'application/x-amz-json-1.1';

/**
 * The headers of the request as an SDK signs them, now.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(host: string): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = accessKey;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), 'us-east-1', 'cognito-idp', 'aws4_request'];
  const signed = {
    'content-type': type,
    host,
    'x-amz-date': time,
    'x-amz-security-token': sessionToken,
    'x-amz-target': allowedTarget,
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, hash(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(
    (made, part) => hmac(made, part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, toSign).digest('hex');
  const { host: _, ...sent } = signed;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);
