import { Resvg } from "@resvg/resvg-js";
import { HANDLE_COLOUR, PATH_COLOUR, TARGET_COLOUR } from "../../../figures/colours.ts";

/** The kernel's logo: a handle that is dragged to its target. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
  <rect x="2" y="2" width="60" height="60" rx="14" fill="#1b2533"/>
  <path d="M18 45 C 20 26, 32 36, 43 20" fill="none" stroke="${PATH_COLOUR}" stroke-width="4.5"
    stroke-linecap="round" stroke-dasharray="0.1 7.2"/>
  <circle cx="46" cy="17" r="8.5" fill="none" stroke="#ffffff" stroke-width="5.5"/>
  <circle cx="46" cy="17" r="8.5" fill="none" stroke="${TARGET_COLOUR}" stroke-width="3"/>
  <circle cx="46" cy="17" r="2.5" fill="#ffffff"/>
  <circle cx="18" cy="46" r="9" fill="${HANDLE_COLOUR}" stroke="#ffffff" stroke-width="2.5"/>
</svg>
`;

/** The logo as a PNG file of `size` × `size` pixels; transparent around. */
export const logoPng = (size: number): Uint8Array =>
  new Uint8Array(new Resvg(LOGO, { fitTo: { mode: "width", value: size } }).render().asPng());
