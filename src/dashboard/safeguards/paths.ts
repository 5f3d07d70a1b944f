/** Where the forms of the page are sent. */
export const approvalsPath = '/dashboard/safeguards/approvals';
export const actorsPath = '/dashboard/safeguards/actors';
