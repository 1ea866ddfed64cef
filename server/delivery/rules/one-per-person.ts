import { DELIVERY_CODES } from "@/contracts/delivery";

/** Another row of the same person in one run: its verdict, and whether a call that carries it is under way. */
export type Double = { contactNo: number; status: number | null; isOpen: boolean };

const REACHED: readonly number[] = [DELIVERY_CODES.accepted, DELIVERY_CODES.unknown];

/** Whether this row may still be sent: none of the others has, or may have, reached the person. */
export const mayStandFor = (others: readonly Double[]): boolean =>
  others.every((other) => !other.isOpen && (other.status === null || !REACHED.includes(other.status)));
