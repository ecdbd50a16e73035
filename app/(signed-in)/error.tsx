"use client";

// Its own boundary, so that a broken page keeps the frame around it.
export { default } from "../error.tsx";
