/** One answer with bytes of an image that is under way. */
export interface Taking {
  readonly address: string;
  readonly image: string;
  sent: number;
}

/** What the server has done since its start, for the page and for `/metrics`. */
export interface Tally {
  readonly taking: ReadonlySet<Taking>;
  readonly bytesOut: number;
  readonly bytesByImage: ReadonlyMap<string, number>;
  readonly answers: ReadonlyMap<number, number>;
  /** Clients that took too little for too long. */
  readonly slow: number;
  /** Connections that were over a bound, or from beyond the reach. */
  readonly refused: number;
  begin(address: string, image: string): Taking;
  sent(taking: Taking, bytes: number): void;
  end(taking: Taking): void;
  answered(status: number): void;
  droppedSlow(): void;
  refusedConnection(): void;
}

export function createTally(): Tally {
  const taking = new Set<Taking>();
  const bytesByImage = new Map<string, number>();
  const answers = new Map<number, number>();
  const totals = { bytesOut: 0, slow: 0, refused: 0 };
  return {
    taking,
    bytesByImage,
    answers,
    get bytesOut() {
      return totals.bytesOut;
    },
    get slow() {
      return totals.slow;
    },
    get refused() {
      return totals.refused;
    },
    begin(address, image) {
      const one = { address, image, sent: 0 };
      taking.add(one);
      return one;
    },
    sent(one, bytes) {
      one.sent += bytes;
      totals.bytesOut += bytes;
      bytesByImage.set(one.image, (bytesByImage.get(one.image) ?? 0) + bytes);
    },
    end: (one) => void taking.delete(one),
    answered: (status) => void answers.set(status, (answers.get(status) ?? 0) + 1),
    droppedSlow: () => {
      totals.slow += 1;
    },
    refusedConnection: () => {
      totals.refused += 1;
    },
  };
}
