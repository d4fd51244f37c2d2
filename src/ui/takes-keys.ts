/** Whether a key pressed there is written into a field. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && !['range', 'radio', 'checkbox'].includes(target.type);

/** Whether Escape closes something that lies over the page, or leaves a field, before it means anything else. */
export const takesEscape = (target: EventTarget | null): boolean =>
  takesText(target) || document.querySelector('dialog[open]') !== null;
