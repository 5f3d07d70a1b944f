/** Which tools a request tells its model of, wherever in it they stand. Pure. */
import type { LlmRequest, Tool } from './request.ts';

/** In no order that means anything. */
export function declaredTools({
  tools,
  lateTools,
}: Pick<LlmRequest, 'tools' | 'lateTools'>): readonly Tool[] {
  return lateTools === undefined ? tools : [...tools, ...lateTools];
}

/** Whether an answer may call any: of those it declares, or of what only its provider keeps. */
export function mayCallTools(request: Pick<LlmRequest, 'tools' | 'lateTools' | 'features'>): boolean {
  return (
    declaredTools(request).length > 0 ||
    request.features.some(({ feature }) => feature === 'previous-response')
  );
}
