INSERT INTO payloads VALUES (1, '466081876e40c4243bba4c39a870610fa109a820ac188ce47b242de2b2b6d579', 3800, 'zstd', NULL, X'28B52FFD60D80DDD00009862616E6A69722D64692D6D61727461707572610100856DFE0C03');
INSERT INTO captures VALUES (1, 'https://kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura', 200, '[["Content-Type", "text/html"]]', '2026-03-01T04:00:00Z', 'page', 1);
INSERT INTO reference_payloads VALUES ('kabar.example page', 1);
