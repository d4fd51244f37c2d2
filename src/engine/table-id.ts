/** Number of a table in the arena; 0 is no table. */
export type TableId = number;
