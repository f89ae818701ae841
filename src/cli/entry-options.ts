/** Which entry of an image is meant, and what its command line gets: the same for every command. */
export const entryOptions = {
  entry: {
    type: 'string',
    value: 'TITLE|ID',
    help: "Boot entry of the image, instead of the image's default.",
  },
  append: {
    type: 'string',
    value: 'PARAMS',
    help: 'Parameters to append to the kernel command line.',
  },
} as const;
