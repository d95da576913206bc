import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/commands/commands.js';
import { configReference } from './config-reference.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has every key of the configuration, as the schema describes it', () => {
    const [, table = ''] = readme.split(/<!-- configuration: (?:begin|end) -->/);
    expect(table.trim()).toBe(configReference());
    expect(table).not.toMatch(/\| +\| [^|]*\|$/m);
  });

  it('has a section for every command', () => {
    const sections = [...readme.matchAll(/^##+ `(?:cognito-iam )?(\w+)/gm)].map(([, name]) => name);
    expect(sections.sort()).toEqual(commands.map(({ name }) => name).sort());
  });
});
