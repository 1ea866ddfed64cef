/** People one lease covers. */
export const BATCH_SIZE = 1000;
