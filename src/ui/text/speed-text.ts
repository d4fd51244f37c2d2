/** A speed with at most two significant digits: "0.1", "4", "100". */
export const speedText = (speed: number): string => `${Number(speed.toPrecision(2))}`;
