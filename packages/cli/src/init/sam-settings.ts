/** What the SAM CLI deploys with by default. */
export interface SamSettings {
  readonly stackName?: string;
  readonly region?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Reads the default environment of a `samconfig.toml`, as `sam deploy --guided` writes it: one setting a line.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function samSettings(toml: string): SamSettings {
  const settings = new Map<string, string>();
  let section = '';
  for (const line of toml.split(/\r?\n/)) {
    section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1] ?? section;
    if (!/^default\.(global|deploy)\.parameters$/.test(section)) continue;
    const [, name, value] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name, value);
  }
  const stackName = textOf(settings.get('stack_name'));
  const region = textOf(settings.get('region'));
  return {
    ...(stackName !== undefined && { stackName }),
    ...(region !== undefined && { region }),
    parameters: overrides(settings.get('parameter_overrides') ?? ''),
  };
}

/** A TOML string of one line. */
function textOf(value: string | undefined): string | undefined {
  const [, basic, literal] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(value ?? '') ?? [];
  return basic?.replace(/\\(["\\])/g, '$1') ?? literal;
}

/** `"Stage=\"dev\" Size=2"`, or a list of such texts. */
function overrides(value: string): Readonly<Record<string, string>> {
  const texts = value.startsWith('[')
    ? [...value.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g)].map(([text]) => text)
    : [value];
  const pairs = texts.flatMap((text) => [...(textOf(text) ?? '').matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)]);
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}
