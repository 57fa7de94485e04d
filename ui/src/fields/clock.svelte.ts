/** The day that `5` and ages are read against. The computer's own until the desk says another. */
import { dayOf, type YearMonthDay } from "../pure/calendar";

function computersDay(): YearMonthDay {
  const now = new Date();
  return { y: now.getFullYear(), m: now.getMonth() + 1, d: now.getDate() };
}

let today = $state.raw<YearMonthDay>(computersDay());

export const clock = {
  get today(): YearMonthDay {
    return today;
  },
};

/** Text that is no ISO day is ignored. */
export function setToday(iso: string): void {
  today = dayOf(iso) ?? today;
}
