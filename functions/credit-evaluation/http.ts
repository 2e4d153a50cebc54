import { defineHttp, get } from '../../shared/lambda/http.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { readCreditGrade } from './read-credit-grade.ts';

/** Shows the credit grade of inspection organisations with its reasons. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'credit-evaluation',
    dependencies: given,
    routes: { readCreditGrade: get({ handle: readCreditGrade }) },
  });
export const handler = httpWith(dependencies);
