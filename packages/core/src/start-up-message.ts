import type { ReadAuthorizerOptions } from './authorizer-options.js';

/** How far the time of a signature may lie from now in AWS, in milliseconds. */
export const defaultSignatureWindow: number = 5 * 60_000;

/** The line that the log begins with: what is enforced, for whom, and every check that the options loosen. */
export function startUpMessage(options: ReadAuthorizerOptions): string {
  const { mode = 'enforce', authorization = 'aws', directory, region, issuers } = options;
  const loosened = looseSettings(options);
  const trusted = issuers.map(({ issuer }) => issuer).join(', ');
  return [
    `mode ${mode}`,
    `authorization ${authorization}`,
    `account ${directory.account}`,
    `region ${region}`,
    `issuers ${trusted === '' ? 'none' : trusted}`,
    ...(loosened.length === 0 ? [] : [`loosened: ${loosened.join(', ')}`]),
  ].join('; ');
}

function looseSettings(options: ReadAuthorizerOptions): readonly string[] {
  const unending = options.directory.credentials
    .filter(({ sessionToken, expiresAt }) => sessionToken !== undefined && expiresAt === undefined)
    .map(({ accessKeyId }) => accessKeyId);
  return [
    ...(options.mode === 'audit' ? ['mode audit refuses nobody for want of permission'] : []),
    ...options.issuers.flatMap(({ issuer, audience, tokenUse, clockTolerance = 0 }) => [
      ...(audience === null ? [`audience null accepts tokens of ${issuer} for any client`] : []),
      ...(tokenUse === null ? [`tokenUse null accepts tokens of ${issuer} for any use`] : []),
      ...(clockTolerance > 0
        ? [
            `clockTolerance takes tokens of ${issuer} ${clockTolerance / 1000} seconds before and after their time`,
          ]
        : []),
    ]),
    ...(options.verifySignatures === false ? ['verifySignatures false believes every access key id'] : []),
    ...(options.signatureWindow !== undefined && options.signatureWindow > defaultSignatureWindow
      ? [`signatureWindow takes signatures that are ${options.signatureWindow / 1000} seconds old`]
      : []),
    ...(unending.length === 0
      ? []
      : [`expiration null lets temporary credentials never expire (${unending.join(' ')})`]),
    ...(options.inlinePolicyClaim === undefined
      ? []
      : [`inlinePolicyClaim lets tokens bring their own policies in ${options.inlinePolicyClaim}`]),
    ...(options.routes === undefined || options.routes.pass.length === 0
      ? []
      : [`pass lets ${options.routes.pass.join(' ')} through unasked`]),
    ...(options.reasonHeader === true ? ['reasonHeader tells clients what policies hold'] : []),
  ];
}
