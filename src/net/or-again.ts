import type { Dispatcher } from 'undici';

/** The same handler, but for errors before the head of an answer that have such a cause: `again` asks anew. */
export function orAgain(
  handler: Dispatcher.DispatchHandler,
  isCause: (error: Error) => boolean,
  again: () => void,
): Dispatcher.DispatchHandler {
  let begun = false;
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart(controller, status, headers, text) {
      begun ||= status >= 200;
      handler.onResponseStart?.(controller, status, headers, text);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError(controller, error) {
      if (begun || !isCause(error)) handler.onResponseError?.(controller, error);
      else again();
    },
  };
}
