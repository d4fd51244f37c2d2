declare const brand: unique symbol;

/** A number or string that carries its unit or space in its type. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
