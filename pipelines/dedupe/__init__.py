"""One text, many copies: which words copies share, how two texts are related, and how the related ones are found."""
