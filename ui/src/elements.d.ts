// The event of `keys/boxes.ts`: Enter left the last box of the container.
declare module "svelte/elements" {
  interface HTMLAttributes<T> {
    onboxesend?: ((event: CustomEvent & { currentTarget: EventTarget & T }) => void) | undefined;
  }
}
export {};
