export { carriersOf } from '../../book/carriers.ts';
