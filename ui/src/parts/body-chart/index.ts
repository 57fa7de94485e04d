export { default as BodyChart } from "./BodyChart.svelte";
