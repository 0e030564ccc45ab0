import type { Plugin } from "vite";
export declare const small: Plugin;
