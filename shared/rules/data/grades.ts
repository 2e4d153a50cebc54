/** Protection classes of the structures that an inspection organisation of each grade may inspect (O31 art. 4, mark S). */
export const grades = { label: 'grades-1', mayInspect: { A: [1, 2, 3], B: [3] } } as const;
export type Grade = keyof typeof grades.mayInspect;
