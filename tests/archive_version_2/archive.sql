INSERT INTO sites VALUES ('kabar', 'Kabar Banua', 'https://kabar.example/', 'ID-KS', NULL, 'Asia/Makassar', 'outlet', '2026-11-23T15:45:40Z', NULL);
INSERT INTO channels VALUES (1, 'kabar', 'https://kabar.example/feed/', 'feed', 'homepage', NULL, '2026-11-23T15:45:40Z', NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, NULL, NULL, 0, NULL);
INSERT INTO articles VALUES (1, '2672187916d91d51b758', 'kabar', 'https://kabar.example/berita/banjir-di-martapura', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'BANJARMASIN - Air naik.
Warga mengungsi.');
INSERT INTO article_urls VALUES ('kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura', 1, '2026-03-01T04:00:00Z');
INSERT INTO leads VALUES (1, 'kabar', 'kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 1, NULL);
INSERT INTO advertised VALUES (1, 1, 1, '2026-03-01T04:00:00Z');
INSERT INTO versions VALUES (1, 1, 1, '2026-03-01T04:00:00Z', 'page', 1, 0, '7ee65604d9d69a26e8cab215ff7a4eec9284f540f231d270d11642511748f0ec', NULL, NULL);
INSERT INTO timeline VALUES (120991088640, 1, 'kabar');
INSERT INTO observed_pages VALUES ('kabar', 1, 1, '2026-03-01T04:00:00Z', 'Banjir di Martapura', '["Rina Oktaviani"]', 'Daerah', '[["7ee65604d9d69a26", "div.isi", true, false, false, 2, 41]]');
INSERT INTO lessons VALUES (1, 'kabar', 'block', 'a3f5c2d19b', 'Ikuti kami di saluran WhatsApp.', 1, '2026-03-02T04:00:00Z', 12, 40, '2026-03-01T04:00:00Z', '2026-03-02T03:00:00Z', NULL, NULL);
INSERT INTO lessons VALUES (2, 'kabar', 'block', 'b7e1', 'Baca juga berita lain.', 1, '2026-03-02T04:00:00Z', 9, 40, '2026-03-01T04:00:00Z', '2026-03-02T03:00:00Z', 2, '2026-03-03T04:00:00Z');
