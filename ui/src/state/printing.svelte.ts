/** What is on its way to the printer. App renders it in `.print-sheets`, which is all that the print styles show. */
import { tick } from "svelte";

class Printing {
  /** Sheets as SVG, in order. */
  sheets = $state.raw<readonly string[]>([]);

  /** Opens the printer's dialog with these sheets at their own size. They stay until it is closed. */
  async print(sheets: readonly string[]): Promise<void> {
    this.sheets = sheets;
    await tick();
    // A sheet printed before its fonts are there would be printed in another face.
    await document.fonts?.ready;
    window.addEventListener("afterprint", () => this.clear(), { once: true });
    window.print();
  }

  clear(): void {
    this.sheets = [];
  }
}

export const printing = new Printing();
