import { expect, test } from 'vitest';
import { reportLine } from '../../src/gateway/report-line.js';
import { coloursFor } from '../../src/terminal.js';

const time = new Date(2026, 10, 22, 9, 5, 7);
const plain = { colours: coloursFor(false, {}), columns: 40 };

test.each([
  ['stop', 'stopping (SIGINT)', '09:05:07 stopping (SIGINT)'],
  ['reload', 'reloaded: 1 role', '09:05:07 reloaded: 1 role'],
  ['upstream', 'cognito-local is up', '09:05:07 upstream cognito-local is up'],
  ['finding', 'a.yaml:1:1  warning  no', '09:05:07 a.yaml:1:1  warning  no'],
] as const)('%s: says once what it is about', (event, message, line) => {
  expect(reportLine({ level: 'info', event, message }, time, plain)).toBe(line);
});

test('goes on below itself, in as many lines as the terminal needs', () => {
  const message = 'a.yaml:1:1  error  there is no such thing here\nnothing has changed: it stays in force';
  expect(reportLine({ level: 'error', event: 'reload', message }, time, plain).split('\n')).toEqual([
    '09:05:07 reload a.yaml:1:1  error  there',
    '         is no such thing here',
    '         nothing has changed: it stays',
    '         in force',
  ]);
});

test('has the colour of its level', () => {
  const style = { colours: coloursFor(true, {}), columns: 80 };
  const finding = { level: 'warn', event: 'finding', message: 'a:1:1  warning  no' } as const;
  expect(reportLine(finding, time, style)).toContain('  \u001b[33mwarning\u001b[39m  no');
  expect(reportLine({ level: 'error', event: 'forward', message: 'lost' }, time, style)).toContain(
    '\u001b[31mforward\u001b[39m lost',
  );
});
