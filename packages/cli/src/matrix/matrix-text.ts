import type { PermissionMatrix } from '@cognito-iam/account';
import type { Terminal } from '../terminal.js';
import type { MatrixFormat } from './asked-matrix.js';

/** The lines of a matrix in a format. */
export async function matrixText(
  matrix: PermissionMatrix,
  format: MatrixFormat,
  terminal: Terminal,
): Promise<readonly string[]> {
  switch (format) {
    case 'table':
      return (await import('./matrix-table.js')).matrixTable(matrix, terminal);
    case 'csv':
      return (await import('./matrix-csv.js')).matrixCsv(matrix);
    case 'html':
      return [(await import('./matrix-page.js')).matrixPage(matrix)];
    case 'json':
      return [JSON.stringify(matrix, null, 2)];
  }
}
