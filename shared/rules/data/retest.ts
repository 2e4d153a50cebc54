/** Words of the advice that may tell of a retest (rule R30); whether there was one, a person must read. Our own choice (mark G). */
export const retest = {
  label: 'retest-1',
  mark: 'G',
  patterns: [
    '(复测|复检|复验|复查|重测|重检|重新检测)[^。；;.]{0,20}(合格|符合)',
    're-?(test|inspect|measure)(ed|ion|ment)?[^.;。；]{0,60}(pass|within|meets|complies)',
  ],
} as const;
