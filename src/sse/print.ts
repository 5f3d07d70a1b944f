/** Server-sent events -> text. `data` is one line: JSON, or a marker such as `[DONE]`. */

export function printData(data: string): string {
  return `data: ${data}\n\n`;
}

export function printEvent(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}

/** A comment keeps a connection alive; clients ignore it. */
export const pingComment = ': ping\n\n';
