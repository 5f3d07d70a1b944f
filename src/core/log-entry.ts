/** One log line. Only these fields exist, so that no prompt, answer or key can slip in. */
export type LogEntry = {
  readonly event:
    | 'request-failed'
    | 'record-lost'
    | 'usage-doubted'
    | 'classifier-failed'
    | 'shadow-failed'
    | 'sweep-failed'
    | 'alert-failed'
    | 'export-failed'
    | 'audit-lost'
    | 'safeguard'
    | 'telemetry-failed';
  readonly requestId: string;
  /** A code of ours. */
  readonly code: string;
  /** For operators; never text of a request or an answer. */
  readonly detail?: string;
};

export type Log = (entry: LogEntry) => void;
