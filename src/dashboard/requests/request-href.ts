/** Where the page of one request is. Pure. */
export function requestHref(requestId: string): string {
  return `/dashboard/requests/${encodeURIComponent(requestId)}`;
}
