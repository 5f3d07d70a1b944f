/** How requests are named, and where the page of one is. Pure. */

export function isRequestId(text: string): boolean {
  return /^req_[a-z0-9]{24}$/.test(text);
}

export function requestHref(requestId: string): string {
  return `/dashboard/requests/${encodeURIComponent(requestId)}`;
}
