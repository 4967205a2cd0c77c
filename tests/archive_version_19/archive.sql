INSERT INTO sites VALUES ('kabar', 'Kabar Banua', 'https://kabar.example/', 'ID-KS', NULL, 'Asia/Makassar', 'outlet', '2026-03-01T04:00:00Z', NULL, NULL, 0, NULL);
INSERT INTO sites VALUES ('suara', 'Suara Pulau', 'https://suara.example/', 'MY-12', NULL, NULL, 'outlet', '2026-03-01T04:00:00Z', NULL, '2026-03-02T04:00:00Z', 0, NULL);
INSERT INTO runs VALUES (1, 'test', '0.1.0', '["kabar"]', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 'ok', '{"requests": 9}');
INSERT INTO runs VALUES (2, 'replay', '0.1.0', '["kabar", "suara"]', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 'ok', '{"changed": 17, "failed": 0, "read": 20, "skipped": 0}');
INSERT INTO channels VALUES (1, 'kabar', 'https://kabar.example/feed/', 'feed', 'homepage', NULL, '2026-03-01T04:00:00Z', NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 13, NULL, NULL, 0, NULL, 0, NULL, '2026-03-01T04:10:00Z', 600, '2026-03-01T04:00:00Z', NULL, NULL, NULL, NULL, 0, 0, '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', NULL, 0, 0, 0.0, 0, 1, NULL);
INSERT INTO channels VALUES (2, 'kabar', 'https://kabar.example/wp-json/wp/v2/posts', 'wordpress', 'homepage', NULL, '2026-03-01T04:00:00Z', NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, 0, 0, 0.0, 0, NULL, NULL);
INSERT INTO articles VALUES (1, '2672187916d91d51b758', 'kabar', 'https://kabar.example/berita/banjir-di-martapura', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'BANJARMASIN - Air naik.
Warga mengungsi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (2, 'bb56592fe5c23d5d1b88', 'kabar', 'https://kabar.example/berita/warga-mengungsi', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 2, 'BANJARMASIN - Sebanyak 415 warga mengungsi ke masjid.
Air naik semeter sejak pagi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (3, '41f9bf150bf04651374e', 'kabar', 'https://satu.example/1', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'Meriwu bapanuba rinulonu medu lota wumeya tayawu gisopa kayameka kayameka meba kamewugi kabagi soduba.
Kazewupa gize pari kayaso wuri zeze kamewugi gisopa medu kadume melosoze gibanu.
Tayawu zepagi meyaloya medu tapamenu zeridu soduba yazewu banuwugi pari banuwugi.
Wusolonu yabadu lota melosoze nuloloze menulori tapaloso zeripalo yazewu.
Kameme sozeta bameso lota losoya logi batari nuloloze lopapa tagiba meriwu rinulonu.
Rita gibanu duka wumeya panuzeze lota tagiba logi tapamenu kazeze.
Yatayaka yabadu bakakata nuloloze zeripalo gibanu kadume wuba melonu pari.
Duka zeridu some gipaze losoya sogibame logi rigi meba.
Zeripalo kagi batari losoya logi melosoze wuba wuba duze meriwu nuloloze.
Melonu kabagi rinulonu losoya kadulori giya kazeze kapa lota gize some rita gize.
Sogibame wusolonu badunume melonu kamewugi lota zeze wuri zeze tayawu duka wupaloso.
Kakasori soduri yazewu banuwugi ribanuya zezeri gipaze soka kamewugi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (4, 'bb6663358b11dfa9fdb9', 'kabar', 'https://dua.example/1', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:05:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'Meriwu bapanuba rinulonu medu lota wumeya tayawu gisopa kayameka kayameka meba kamewugi kabagi soduba.
Kazewupa gize pari kayaso wuri zeze kamewugi gisopa medu kadume melosoze gibanu.
Tayawu zepagi meyaloya medu tapamenu zeridu soduba yazewu banuwugi pari banuwugi.
Wusolonu yabadu lota melosoze nuloloze menulori tapaloso zeripalo yazewu.
Kameme sozeta bameso lota losoya logi batari nuloloze lopapa tagiba meriwu rinulonu.
Rita gibanu duka wumeya panuzeze lota tagiba logi tapamenu kazeze.
Yatayaka yabadu bakakata nuloloze zeripalo gibanu kadume wuba melonu pari.
Duka zeridu some gipaze losoya sogibame logi rigi meba.
Zeripalo kagi batari losoya logi melosoze wuba wuba duze meriwu nuloloze.
Melonu kabagi rinulonu losoya kadulori giya kazeze kapa lota gize some rita gize.
Sogibame wusolonu badunume melonu kamewugi lota zeze wuri zeze tayawu duka wupaloso.
Kakasori soduri yazewu banuwugi ribanuya zezeri gipaze soka kamewugi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (5, '3bda8ccc7a2b95a4777a', 'kabar', 'https://tiga.example/1', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:09:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'Meriwu bapanuba rinulonu medu lota wumeya tayawu gisopa kayameka kayameka meba kamewugi kabagi soduba.
Kazewupa gize pari kayaso wuri zeze kamewugi gisopa medu kadume melosoze gibanu.
Tayawu zepagi meyaloya medu tapamenu zeridu soduba yazewu banuwugi pari banuwugi.
Wusolonu yabadu lota melosoze nuloloze menulori tapaloso zeripalo yazewu.
Kameme sozeta bameso lota losoya logi batari nuloloze lopapa tagiba meriwu rinulonu.
Rita gibanu duka wumeya panuzeze lota tagiba logi tapamenu kazeze.
Yatayaka yabadu bakakata nuloloze zeripalo gibanu kadume wuba melonu pari.
Duka zeridu some gipaze losoya sogibame logi rigi meba.
Zeripalo kagi batari losoya logi melosoze wuba wuba duze meriwu nuloloze.
Melonu kabagi rinulonu losoya kadulori giya kazeze kapa lota gize some rita gize.
Sogibame wusolonu badunume melonu kamewugi lota zeze wuri zeze tayawu duka wupaloso.
Camat belum menjawab.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (6, 'eec3ab7df75d615c2160', 'kabar', 'https://empat.example/1', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:30:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'Meriwu bapanuba rinulonu medu lota wumeya tayawu gisopa kayameka kayameka meba kamewugi kabagi soduba.
Kazewupa gize pari kayaso wuri zeze kamewugi gisopa medu kadume melosoze gibanu.
Tayawu zepagi meyaloya medu tapamenu zeridu soduba yazewu banuwugi pari banuwugi.
Wusolonu yabadu lota melosoze nuloloze menulori tapaloso zeripalo yazewu.
Kameme sozeta bameso lota losoya logi batari nuloloze lopapa tagiba meriwu rinulonu.
Rita gibanu duka wumeya panuzeze lota tagiba logi tapamenu kazeze.
Yayawupa yanuzegi pakayaso bagibawu yanuzegi bawuzeta katawu wulowupa yata lomeya ridu gizeze.
Bagibawu sosonuri zegiba yanu gizegika nuso zeze lonulota loso baso rinuloya zegiba.
Meze yata dunuloso nuwu yayawupa panuridu wukame tatawume bayasopa kagi.
Tame wukame rinuloya zegiba mebalodu lotatawu lopa yanu metaya yanuzegi yanulo pakayaso.
Mebalodu medu karikaya metaze tame pakayaso gizeso bayasopa soduwudu nuwu gizeze.
Gizeso zeze risoze bameduta tatawume soba rikadu soba zemeta.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (7, '8936a618fc4bc4bc8449', 'kabar', 'https://empat.example/2', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:01:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'Kanuwu yapari mekadunu mewu batari kabanu yapari nuta wubaloya tabagize lopa rigi sowuta papa.
Batari kakalowu pagiyata yawulopa yawulopa wuzelo zegilo dulo bazeri yadu gidu papa.
Meta batari ginuya takazeri tabagize paya yawulopa yaya durilo dulo wusoka.
Tawuya rigi yaya taba sodu zeka giri bawu giwu mepata giyayapa sonume tawuya.
Dubasoya kanuwu duta rigi pagiyata duta pagiyata soba balo tasogi mewu merinupa megipa.
Gipatapa dubasoya solorime wusoka taritanu baze rigi wuzelo wuzelo yaso zeka yagi sonume.
Sowuta balo zegilo zemezeka zenudu riloya durizewu wuso kabanu zenudu riloya.
Nudu lonupa pamewu yayanuka wunulo yaso numedu takazeri taritanu.
Wubaloya riloya panuwuze pawu panuwuze wusoka nudu mewu sowuta.
Yayanuka meduyame lonupa papa numedu pamewu loriri tabagize mepata tabagize soba rizewu wunu.
Pawu lopa lowu nudu riloya tasogi zeka dulo lonupa nuta yaya zeka wunulo.
Yapari ginuya kasoduwu papa bazeri meduyame riduyadu wunu megipa wulowuta wusoka merinupa numedu.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (8, '5e0117c4e3cbd0f9c57f', 'kabar', 'https://kabar.example/berita/tulisan-0', 'Kabar warga ke 0 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang warga bagian 0 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 1 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 2 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 3 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (9, '067b1559140fb3e62ecd', 'kabar', 'https://kabar.example/berita/tulisan-1', 'Kabar kecamatan ke 1 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang kecamatan bagian 0 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 1 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 2 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 3 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (10, '948fd3c8cdc678726c54', 'kabar', 'https://kabar.example/berita/tulisan-2', 'Kabar petugas ke 2 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang petugas bagian 0 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 1 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 2 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 3 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (12, '22b23cb738a315bb7053', 'kabar', 'https://kabar.example/berita/tulisan-4', 'Kabar jembatan ke 4 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang jembatan bagian 0 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 1 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 2 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 3 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (13, '4a2e8c0307e0c2d7e4eb', 'kabar', 'https://kabar.example/berita/tulisan-5', 'Kabar pasar ke 5 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang pasar bagian 0 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 1 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 2 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 3 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (14, 'b479554d28a8ab271616', 'kabar', 'https://kabar.example/berita/tulisan-6', 'Kabar sekolah ke 6 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang sekolah bagian 0 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 1 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 2 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 3 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (15, 'aa1990f3a047bb16bdc4', 'kabar', 'https://kabar.example/berita/tulisan-7', 'Kabar jalan ke 7 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang jalan bagian 0 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 1 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 2 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 3 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (16, '47c87fe46d1d3276c82d', 'kabar', 'https://kabar.example/berita/tulisan-8', 'Kabar desa ke 8 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang desa bagian 0 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 1 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 2 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 3 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (17, '5b44fb61b9156eee86a6', 'kabar', 'https://kabar.example/berita/tulisan-9', 'Kabar kabupaten ke 9 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang kabupaten bagian 0 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 1 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 2 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 3 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (18, 'c1b1ee325f9e9c7b7077', 'kabar', 'https://kabar.example/berita/tulisan-10', 'Kabar hujan ke 10 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang hujan bagian 0 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 1 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 2 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 3 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (19, 'eb0b32717f0529018b48', 'kabar', 'https://kabar.example/berita/tulisan-11', 'Kabar panen ke 11 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang panen bagian 0 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 1 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 2 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 3 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (20, 'd6064d04f2595bf3108b', 'kabar', 'https://kabar.example/berita/tulisan-12', 'Kabar warga ke 12 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang warga bagian 0 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 1 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 2 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 3 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (21, 'd59b2b0e70c73c7e4286', 'kabar', 'https://kabar.example/berita/tulisan-13', 'Kabar kecamatan ke 13 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang kecamatan bagian 0 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 1 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 2 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 3 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (22, '75394f366b52560113cd', 'kabar', 'https://kabar.example/berita/tulisan-14', 'Kabar petugas ke 14 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang petugas bagian 0 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 1 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 2 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 3 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (23, '7774b86939fe9b7e6ec0', 'kabar', 'https://kabar.example/berita/tulisan-15', 'Kabar sungai ke 15 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang sungai bagian 0 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 1 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 2 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 3 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (24, '3c1100642fc8530237b3', 'kabar', 'https://kabar.example/berita/tulisan-16', 'Kabar jembatan ke 16 di daerah ini', '["Ani Lestari"]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'microdata', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', '2026-03-01T10:00:00Z', 2, 'Seorang jembatan bagian 0 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 1 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 2 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 3 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (25, 'b738fe8c3fa7ae078e63', 'kabar', 'https://kabar.example/berita/banjir-di-ralat', 'Ralat', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'BANJARMASIN - Air naik.
Warga mengungsi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (26, 'd1c575bbbf3ede26fdab', 'kabar', 'https://kabar.example/berita/banjir-di-kandangan', 'Ralat lain', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'BANJARMASIN - Air naik.
Warga mengungsi.', NULL, NULL, NULL, NULL);
INSERT INTO articles VALUES (27, 'c412d87a1354d238d32f', 'kabar', 'https://kabar.example/berita/dua-halaman', 'Banjir di Martapura', '[]', '[]', '[]', NULL, '2026-03-01T02:00:00Z', 480, 'minute', 'json-ld', 0, '2026-03-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01T04:00:00Z', 1, 'BARABAI - Jembatan ambruk.
Bagian kedua.', NULL, NULL, NULL, NULL);
INSERT INTO article_urls VALUES ('dua.example/1', 'https://dua.example/1', 4, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('empat.example/1', 'https://empat.example/1', 6, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('empat.example/2', 'https://empat.example/2', 7, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/banjir-di-kandangan', 'https://kabar.example/berita/banjir-di-kandangan', 26, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura', 1, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/banjir-di-ralat', 'https://kabar.example/berita/banjir-di-ralat', 25, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/dua-halaman', 'https://kabar.example/berita/dua-halaman', 27, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/dua-halaman/2', 'https://kabar.example/berita/dua-halaman/2', 27, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-0', 'https://kabar.example/berita/tulisan-0', 8, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-1', 'https://kabar.example/berita/tulisan-1', 9, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-10', 'https://kabar.example/berita/tulisan-10', 18, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-11', 'https://kabar.example/berita/tulisan-11', 19, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-12', 'https://kabar.example/berita/tulisan-12', 20, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-13', 'https://kabar.example/berita/tulisan-13', 21, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-14', 'https://kabar.example/berita/tulisan-14', 22, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-15', 'https://kabar.example/berita/tulisan-15', 23, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-16', 'https://kabar.example/berita/tulisan-16', 24, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-2', 'https://kabar.example/berita/tulisan-2', 10, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-4', 'https://kabar.example/berita/tulisan-4', 12, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-5', 'https://kabar.example/berita/tulisan-5', 13, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-6', 'https://kabar.example/berita/tulisan-6', 14, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-7', 'https://kabar.example/berita/tulisan-7', 15, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-8', 'https://kabar.example/berita/tulisan-8', 16, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/tulisan-9', 'https://kabar.example/berita/tulisan-9', 17, '2026-03-01T10:00:00Z');
INSERT INTO article_urls VALUES ('kabar.example/berita/warga-mengungsi', 'https://kabar.example/berita/warga-mengungsi', 2, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('satu.example/1', 'https://satu.example/1', 3, '2026-03-01T04:00:00Z');
INSERT INTO article_urls VALUES ('tiga.example/1', 'https://tiga.example/1', 5, '2026-03-01T04:00:00Z');
INSERT INTO leads VALUES (1, 'kabar', 'kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 1, NULL);
INSERT INTO leads VALUES (2, 'kabar', 'kabar.example/berita/warga-mengungsi', 'https://kabar.example/berita/warga-mengungsi', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 2, NULL);
INSERT INTO leads VALUES (3, 'kabar', 'kabar.example/berita/kabar-a', 'https://kabar.example/berita/kabar-a', NULL, '2026-03-01T03:10:00Z', NULL, 'pending', '', '2026-03-01T03:10:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (4, 'kabar', 'kabar.example/berita/kabar-b', 'https://kabar.example/berita/kabar-b', NULL, '2026-03-01T03:20:00Z', NULL, 'pending', '', '2026-03-01T03:20:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (5, 'kabar', 'kabar.example/berita/kabar-c', 'https://kabar.example/berita/kabar-c', NULL, '2026-03-01T03:30:00Z', NULL, 'pending', '', '2026-03-01T03:30:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (6, 'kabar', 'kabar.example/berita/kabar-d', 'https://kabar.example/berita/kabar-d', NULL, '2026-03-01T03:40:00Z', NULL, 'pending', '', '2026-03-01T03:40:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (7, 'kabar', 'kabar.example/berita/kabar-e', 'https://kabar.example/berita/kabar-e', NULL, '2026-03-01T03:50:00Z', NULL, 'pending', '', '2026-03-01T03:50:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (8, 'kabar', 'kabar.example/berita/kabar-f', 'https://kabar.example/berita/kabar-f', NULL, '2026-03-01T04:00:00Z', NULL, 'pending', '', '2026-03-01T04:00:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (9, 'kabar', 'kabar.example/berita/kabar-z', 'https://kabar.example/berita/kabar-z', NULL, '2026-03-01T06:00:00Z', NULL, 'pending', '', '2026-03-01T06:00:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (10, 'kabar', 'kabar.example/berita/kabar-y', 'https://kabar.example/berita/kabar-y', NULL, '2026-03-01T05:59:00Z', NULL, 'pending', '', '2026-03-01T06:00:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (11, 'kabar', 'kabar.example/berita/kabar-x', 'https://kabar.example/berita/kabar-x', NULL, '2026-03-01T05:58:00Z', NULL, 'pending', '', '2026-03-01T06:00:00Z', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (12, 'kabar', 'kabar.example/berita/tulisan-0', 'https://kabar.example/berita/tulisan-0', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 8, NULL);
INSERT INTO leads VALUES (13, 'kabar', 'kabar.example/berita/tulisan-1', 'https://kabar.example/berita/tulisan-1', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 9, NULL);
INSERT INTO leads VALUES (14, 'kabar', 'kabar.example/berita/tulisan-2', 'https://kabar.example/berita/tulisan-2', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 10, NULL);
INSERT INTO leads VALUES (15, 'kabar', 'kabar.example/berita/tulisan-3', 'https://kabar.example/berita/tulisan-3', NULL, NULL, NULL, 'not-article', 'forgotten', '2026-03-01T04:00:00Z', '2026-03-06T12:00:00Z', 0, NULL, NULL, NULL, NULL);
INSERT INTO leads VALUES (16, 'kabar', 'kabar.example/berita/tulisan-4', 'https://kabar.example/berita/tulisan-4', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 12, NULL);
INSERT INTO leads VALUES (17, 'kabar', 'kabar.example/berita/tulisan-5', 'https://kabar.example/berita/tulisan-5', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 13, NULL);
INSERT INTO leads VALUES (18, 'kabar', 'kabar.example/berita/tulisan-6', 'https://kabar.example/berita/tulisan-6', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 14, NULL);
INSERT INTO leads VALUES (19, 'kabar', 'kabar.example/berita/tulisan-7', 'https://kabar.example/berita/tulisan-7', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 15, NULL);
INSERT INTO leads VALUES (20, 'kabar', 'kabar.example/berita/tulisan-8', 'https://kabar.example/berita/tulisan-8', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 16, NULL);
INSERT INTO leads VALUES (21, 'kabar', 'kabar.example/berita/tulisan-9', 'https://kabar.example/berita/tulisan-9', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 17, NULL);
INSERT INTO leads VALUES (22, 'kabar', 'kabar.example/berita/tulisan-10', 'https://kabar.example/berita/tulisan-10', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 18, NULL);
INSERT INTO leads VALUES (23, 'kabar', 'kabar.example/berita/tulisan-11', 'https://kabar.example/berita/tulisan-11', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 19, NULL);
INSERT INTO leads VALUES (24, 'kabar', 'kabar.example/berita/tulisan-12', 'https://kabar.example/berita/tulisan-12', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 20, NULL);
INSERT INTO leads VALUES (25, 'kabar', 'kabar.example/berita/tulisan-13', 'https://kabar.example/berita/tulisan-13', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 21, NULL);
INSERT INTO leads VALUES (26, 'kabar', 'kabar.example/berita/tulisan-14', 'https://kabar.example/berita/tulisan-14', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 22, NULL);
INSERT INTO leads VALUES (27, 'kabar', 'kabar.example/berita/tulisan-15', 'https://kabar.example/berita/tulisan-15', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 23, NULL);
INSERT INTO leads VALUES (28, 'kabar', 'kabar.example/berita/tulisan-16', 'https://kabar.example/berita/tulisan-16', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T10:00:00Z', 0, NULL, NULL, 24, NULL);
INSERT INTO leads VALUES (29, 'kabar', 'kabar.example/berita/banjir-di-ralat', 'https://kabar.example/berita/banjir-di-ralat', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 25, NULL);
INSERT INTO leads VALUES (30, 'kabar', 'kabar.example/berita/banjir-di-kandangan', 'https://kabar.example/berita/banjir-di-kandangan', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 26, NULL);
INSERT INTO leads VALUES (31, 'kabar', 'kabar.example/berita/dua-halaman', 'https://kabar.example/berita/dua-halaman', NULL, NULL, NULL, 'archived', '', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 0, NULL, NULL, 27, NULL);
INSERT INTO advertised VALUES (1, 1, 1, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 2, 2, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 3, 3, '2026-03-01T03:10:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 4, 4, '2026-03-01T03:20:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 5, 5, '2026-03-01T03:30:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 6, 6, '2026-03-01T03:40:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 7, 7, '2026-03-01T03:50:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 8, 8, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 9, 9, '2026-03-01T06:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 10, 9, '2026-03-01T06:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 11, 9, '2026-03-01T06:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 12, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 13, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 14, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 15, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 16, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 17, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 18, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 19, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 20, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 21, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 22, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 23, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 24, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 25, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 26, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 27, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 28, 10, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 29, 11, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 30, 12, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO advertised VALUES (1, 31, 13, '2026-03-01T04:00:00Z', NULL, '2026-03-01', 1, NULL);
INSERT INTO versions VALUES (1, 1, 1, '2026-03-01T04:00:00Z', 'page', 1, 0, '7ee65604d9d69a26e8cab215ff7a4eec9284f540f231d270d11642511748f0ec', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (2, 2, 1, '2026-03-01T04:00:00Z', 'page', 2, 0, 'd89094213a29319bd85ce0ba574928b08576a79b9e4542394e3cc09aaaea9283', 'Banjir di Martapura', 'BANJARMASIN - Sebanyak 412 warga mengungsi ke masjid.
Air naik semeter sejak pagi.', 'publisher', NULL, NULL, NULL, NULL, '2026-03-01T07:00:00Z', '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (3, 2, 2, '2026-03-01T09:00:00Z', 'page', 3, 0, 'e61ef261ee9d04e6da05cda901499750df31afd916c12181e1a5cf7f2c90771d', NULL, NULL, 'publisher', 'figure', 1, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (4, 3, 1, '2026-03-01T04:00:00Z', 'import', NULL, 0, '017222cd58de5acb2794088fbed8fef0f528bd8dbd57ea230d7f35546b765c69', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (5, 4, 1, '2026-03-01T04:00:00Z', 'import', NULL, 0, '017222cd58de5acb2794088fbed8fef0f528bd8dbd57ea230d7f35546b765c69', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:05:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (6, 5, 1, '2026-03-01T04:00:00Z', 'import', NULL, 0, 'db344ffa3e9b51fb89594280f6ce1a9a4dbef1a31559bb410608470ba3276574', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:09:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (7, 6, 1, '2026-03-01T04:00:00Z', 'import', NULL, 0, '6fcaa8af5dade36132831cf5a58038d760a8c7fb5afa022da721650d7f9e9927', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:30:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (8, 7, 1, '2026-03-01T04:00:00Z', 'import', NULL, 0, '93f95265e3baeebcdbb2a80c3f3f4d77afba53e92f5e6345aaf178bb3af02ba2', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:01:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (9, 8, 1, '2026-03-01T10:00:00Z', 'page', 4, 0, '172143280e14c035eb10447534cfd48ea48e321ba69fa2b86a741f71beaeb31c', 'Kabar warga ke 0 di daerah ini', 'Seorang warga bagian 0 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 1 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 2 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 3 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 4 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-0", "title": "Kabar tulisan-0", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (10, 9, 1, '2026-03-01T10:00:00Z', 'page', 5, 0, '2f7544613496ecb9e0e0389e438cb954081931cd26476c4a707155b33476948e', 'Kabar kecamatan ke 1 di daerah ini', 'Seorang kecamatan bagian 0 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 1 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 2 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 3 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 4 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-1", "title": "Kabar tulisan-1", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (11, 10, 1, '2026-03-01T10:00:00Z', 'page', 6, 0, '708c9f4f6809c970d60f5a2f82382e4ad9f1e244cbc94c1198ab988e1b71bf90', 'Kabar petugas ke 2 di daerah ini', 'Seorang petugas bagian 0 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 1 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 2 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 3 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 4 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-2", "title": "Kabar tulisan-2", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (13, 12, 1, '2026-03-01T10:00:00Z', 'page', 8, 0, 'dc82829341a9b708e50bedbf34d07742cbb11427ad442706daa3647dfaba9ccb', 'Kabar jembatan ke 4 di daerah ini', 'Seorang jembatan bagian 0 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 1 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 2 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 3 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 4 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-4", "title": "Kabar tulisan-4", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (14, 13, 1, '2026-03-01T10:00:00Z', 'page', 9, 0, 'd347b82df772115c2c0e912a72f90a41690ed56874e0e766f160568f00aadf9f', 'Kabar pasar ke 5 di daerah ini', 'Seorang pasar bagian 0 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 1 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 2 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 3 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.
Seorang pasar bagian 4 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-5", "title": "Kabar tulisan-5", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (15, 14, 1, '2026-03-01T10:00:00Z', 'page', 10, 0, '5335e798d00c869c9a474c24ce1e478d7e10efb7dff12cd4251afb7b1b1863e6', 'Kabar sekolah ke 6 di daerah ini', 'Seorang sekolah bagian 0 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 1 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 2 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 3 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.
Seorang sekolah bagian 4 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-6", "title": "Kabar tulisan-6", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (16, 15, 1, '2026-03-01T10:00:00Z', 'page', 11, 0, '3bde7d7417912f3ab9a76ea74c38254eeed4c5ff57c99fbd8d19e007ef1603dc', 'Kabar jalan ke 7 di daerah ini', 'Seorang jalan bagian 0 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 1 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 2 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 3 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.
Seorang jalan bagian 4 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-7", "title": "Kabar tulisan-7", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (17, 16, 1, '2026-03-01T10:00:00Z', 'page', 12, 0, '6464560b538a7c1633849a13a35969524a4fb657f3613e937a2f7ffad2a3a889', 'Kabar desa ke 8 di daerah ini', 'Seorang desa bagian 0 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 1 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 2 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 3 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.
Seorang desa bagian 4 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-8", "title": "Kabar tulisan-8", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (18, 17, 1, '2026-03-01T10:00:00Z', 'page', 13, 0, '2cb04ea4895c0edfcd87ba33fc70adcb490588025111e0bdb4bc2c8eed7ff853', 'Kabar kabupaten ke 9 di daerah ini', 'Seorang kabupaten bagian 0 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 1 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 2 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 3 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.
Seorang kabupaten bagian 4 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-9", "title": "Kabar tulisan-9", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (19, 18, 1, '2026-03-01T10:00:00Z', 'page', 14, 0, '6176215410d7ee9d14b92b625d301f96c716ed30a2d5b391a6158fb0619a8615', 'Kabar hujan ke 10 di daerah ini', 'Seorang hujan bagian 0 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 1 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 2 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 3 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.
Seorang hujan bagian 4 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-10", "title": "Kabar tulisan-10", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (20, 19, 1, '2026-03-01T10:00:00Z', 'page', 15, 0, '22f2671aa21a7d6d26125da02c10e1b78a61c00a5cbe586f023262d6d9b4c7db', 'Kabar panen ke 11 di daerah ini', 'Seorang panen bagian 0 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 1 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 2 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 3 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.
Seorang panen bagian 4 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-11", "title": "Kabar tulisan-11", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (21, 20, 1, '2026-03-01T10:00:00Z', 'page', 16, 0, '1901b6efd2b870b705a4bb9e7a7cb4e567e536de4244fe2850e3980bf4795595', 'Kabar warga ke 12 di daerah ini', 'Seorang warga bagian 0 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 1 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 2 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 3 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.
Seorang warga bagian 4 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-12", "title": "Kabar tulisan-12", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (22, 21, 1, '2026-03-01T10:00:00Z', 'page', 17, 0, 'e8afb6826329ef54c05e836b111b2214c330819959aacf5b8dd0a15e4450df16', 'Kabar kecamatan ke 13 di daerah ini', 'Seorang kecamatan bagian 0 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 1 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 2 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 3 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.
Seorang kecamatan bagian 4 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-13", "title": "Kabar tulisan-13", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (23, 22, 1, '2026-03-01T10:00:00Z', 'page', 18, 0, 'f3bcda063a00841dd6bbafcf595b8cf102ea300bdfffeba2ce2cc56b99f50f7b', 'Kabar petugas ke 14 di daerah ini', 'Seorang petugas bagian 0 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 1 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 2 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 3 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.
Seorang petugas bagian 4 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-14", "title": "Kabar tulisan-14", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (24, 23, 1, '2026-03-01T10:00:00Z', 'page', 19, 0, '9e27eb026e10bffdc59eefca1b1114f5c3b147e11441254e693c1ed507f62deb', 'Kabar sungai ke 15 di daerah ini', 'Seorang sungai bagian 0 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 1 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 2 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 3 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.
Seorang sungai bagian 4 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-15", "title": "Kabar tulisan-15", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (25, 24, 1, '2026-03-01T10:00:00Z', 'page', 20, 0, '898c234a1e3b2391e4fca74440e1f6a334c567ef4ccb45ea9d036cfa051ab5e3', 'Kabar jembatan ke 16 di daerah ini', 'Seorang jembatan bagian 0 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 1 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 2 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 3 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.
Seorang jembatan bagian 4 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.', 'publisher', NULL, NULL, NULL, '5d415b241f910c4b', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-16", "title": "Kabar tulisan-16", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (26, 8, 2, '2026-03-01T10:00:00Z', 'page', 4, 0, '9e552fd9ae80574fde9a800de138aeb7824890a8e60c0547335a86fc115dc799', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-0", "title": "Kabar tulisan-0", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (27, 9, 2, '2026-03-01T10:00:00Z', 'page', 5, 0, '8a47ecca3d9d3ba44ebb088a5ce8ec025bc436ea0d436e15c95f8894ce38c7db', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-1", "title": "Kabar tulisan-1", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (28, 10, 2, '2026-03-01T10:00:00Z', 'page', 6, 0, 'c8e71e8846f7dba3461445d2fc604399118fdfebe2d9af87d6509ef3fd45eba4', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-2", "title": "Kabar tulisan-2", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (30, 12, 2, '2026-03-01T10:00:00Z', 'page', 8, 0, '3a33da91fb96e3bceebb44330c3a33b9b9071f9e9f7153009c3a562f2011ce64', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-4", "title": "Kabar tulisan-4", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (31, 13, 2, '2026-03-01T10:00:00Z', 'page', 9, 0, 'e9cbfadb68b4697085329c676ee1c4f0b487aed23606f943b53e8c5109be4796', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-5", "title": "Kabar tulisan-5", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (32, 14, 2, '2026-03-01T10:00:00Z', 'page', 10, 0, '5f0c86fc866a4780b652e0262e8bdf77a06514bd80cab1e68f842e0ae7d065f2', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-6", "title": "Kabar tulisan-6", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (33, 15, 2, '2026-03-01T10:00:00Z', 'page', 11, 0, 'e1b2ec9761f6ea1b46a73299db58ba30516dba2d520b1a78bf1e3aa4efab3516', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-7", "title": "Kabar tulisan-7", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (34, 16, 2, '2026-03-01T10:00:00Z', 'page', 12, 0, '03e22cd8188eef6cace3bdc2c0baf714799d879b17748b00741c47829f87a8a5', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-8", "title": "Kabar tulisan-8", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (35, 17, 2, '2026-03-01T10:00:00Z', 'page', 13, 0, 'c0c43de33eeb7393bd736414f864872fee45add1742ca23e748f896d176f6ffb', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-9", "title": "Kabar tulisan-9", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (36, 18, 2, '2026-03-01T10:00:00Z', 'page', 14, 0, '199beaba6f3f9f4bb19504a40f74826e707bc24acf4361b71e84bc573cbb8e56', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-10", "title": "Kabar tulisan-10", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (37, 19, 2, '2026-03-01T10:00:00Z', 'page', 15, 0, 'a85a4f4d2e9122c427d6cb87f0a6c2473e7ef3e4e05b6bc085019e3b3b525d6c', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-11", "title": "Kabar tulisan-11", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (38, 20, 2, '2026-03-01T10:00:00Z', 'page', 16, 0, 'efbb0eefa177d514e9351b9f97f46b9db6ff3bd5e8f9c4044dd2c6c2a6172f7b', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-12", "title": "Kabar tulisan-12", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (39, 21, 2, '2026-03-01T10:00:00Z', 'page', 17, 0, '0df74aead6b5c8fdde169ba722adcf3ab0c06b33e8cfa560aba45cac093d2763', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-13", "title": "Kabar tulisan-13", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (40, 22, 2, '2026-03-01T10:00:00Z', 'page', 18, 0, 'a221c6187d10baaecedb001e5883b94dc9f4a6e9d0a529bd99ec277a38768d0d', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-14", "title": "Kabar tulisan-14", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (41, 23, 2, '2026-03-01T10:00:00Z', 'page', 19, 0, '8c8f93ddc724868920b54f1aa732676bc5e8672de972b9bb03e8d6cea6ada338', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-15", "title": "Kabar tulisan-15", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (42, 24, 2, '2026-03-01T10:00:00Z', 'page', 20, 0, '59e6c19e6a6615659671a86449787a586e89586fe85ca33eb82023453a99f60b', NULL, NULL, 'rule', 'paragraph-removed', 1, 1, '742cdebbcccd8df1', NULL, '2026-03-01T02:00:00Z', 'microdata', NULL, '{"as": "page", "lessons": 0, "fetched_at": "2026-03-01T10:00:00Z", "hint": {"url": "https://kabar.example/berita/tulisan-16", "title": "Kabar tulisan-16", "published_at": "2026-02-28T23:00:00Z"}}', NULL, NULL);
INSERT INTO versions VALUES (43, 25, 1, '2026-03-01T04:00:00Z', 'page', 21, 0, '173a80d6c8da8a915fc1f857ad3809667d29548516c8d74122be5ed51b61cf4a', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (44, 26, 1, '2026-03-01T04:00:00Z', 'page', 22, 0, 'd31d1dd705cec267879cf716118b8fdb7e28728bda1bf76bf5b0ed24f72fa5e9', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO versions VALUES (45, 27, 1, '2026-03-01T04:00:00Z', 'page', 23, 0, 'ec48f973db4ba7466b5262eebb60bbad37bd212199bf6e331816da9ce6b7f730', NULL, NULL, 'publisher', NULL, NULL, NULL, NULL, NULL, '2026-03-01T02:00:00Z', 'json-ld', NULL, NULL, NULL, NULL);
INSERT INTO version_captures VALUES (45, 1, 24);
INSERT INTO blocks VALUES (1, 'kabar', 'edb4c7591954d1547f7a8941ec66386384fe93bb245e3b6ecfebdd97b9db027c', 'Baca juga: Berita yang lain');
INSERT INTO blocks VALUES (2, 'kabar', '5fbded85f16d7a74adeb1e8d44cfa198bd9bba330e19bf164fdd910e1bdd7fc8', '1 Maret 2026 10.00');
INSERT INTO removals VALUES (9, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (9, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (10, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (10, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (11, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (11, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (13, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (13, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (14, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (14, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (15, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (15, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (16, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (16, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (17, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (17, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (18, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (18, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (19, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (19, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (20, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (20, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (21, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (21, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (22, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (22, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (23, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (23, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (24, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (24, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (25, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (25, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (26, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (26, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (27, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (27, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (28, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (28, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (30, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (30, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (31, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (31, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (32, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (32, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (33, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (33, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (34, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (34, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (35, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (35, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (36, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (36, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (37, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (37, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (38, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (38, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (39, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (39, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (40, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (40, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (41, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (41, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO removals VALUES (42, 0, 1, 'related', 'phrase “Baca juga: Berita yang lain”');
INSERT INTO removals VALUES (42, 1, 2, 'furniture', 'short line outside the running text');
INSERT INTO timeline VALUES (120991088640, 1, 'kabar');
INSERT INTO timeline VALUES (120991088641, 2, 'kabar');
INSERT INTO timeline VALUES (120991088642, 3, 'kabar');
INSERT INTO timeline VALUES (120991088643, 8, 'kabar');
INSERT INTO timeline VALUES (120991088644, 9, 'kabar');
INSERT INTO timeline VALUES (120991088645, 10, 'kabar');
INSERT INTO timeline VALUES (120991088647, 12, 'kabar');
INSERT INTO timeline VALUES (120991088648, 13, 'kabar');
INSERT INTO timeline VALUES (120991088649, 14, 'kabar');
INSERT INTO timeline VALUES (120991088650, 15, 'kabar');
INSERT INTO timeline VALUES (120991088651, 16, 'kabar');
INSERT INTO timeline VALUES (120991088652, 17, 'kabar');
INSERT INTO timeline VALUES (120991088653, 18, 'kabar');
INSERT INTO timeline VALUES (120991088654, 19, 'kabar');
INSERT INTO timeline VALUES (120991088655, 20, 'kabar');
INSERT INTO timeline VALUES (120991088656, 21, 'kabar');
INSERT INTO timeline VALUES (120991088657, 22, 'kabar');
INSERT INTO timeline VALUES (120991088658, 23, 'kabar');
INSERT INTO timeline VALUES (120991088659, 24, 'kabar');
INSERT INTO timeline VALUES (120991088660, 25, 'kabar');
INSERT INTO timeline VALUES (120991088661, 26, 'kabar');
INSERT INTO timeline VALUES (120991088662, 27, 'kabar');
INSERT INTO timeline VALUES (120991092736, 7, 'kabar');
INSERT INTO timeline VALUES (120991109120, 4, 'kabar');
INSERT INTO timeline VALUES (120991125504, 5, 'kabar');
INSERT INTO timeline VALUES (120991211520, 6, 'kabar');
INSERT INTO observed_pages VALUES ('kabar', 1, 8, '2026-03-01T10:00:00Z', 'Kabar warga ke 0 di daerah ini', '["Ani Lestari"]', NULL, '[["a19690bc6c35f050", "p", false, false, true, 4, 94], ["8bc6aaf15f807877", "p", false, false, true, 3, 94], ["b37ae9e0c3d8c3b1", "p", false, false, true, 2, 94], ["4035ad605416a522", "p", false, false, true, 1, 94], ["2103470caae8adc1", "p", false, false, true, 0, 94]]');
INSERT INTO observed_pages VALUES ('kabar', 2, 9, '2026-03-01T10:00:00Z', 'Kabar kecamatan ke 1 di daerah ini', '["Ani Lestari"]', NULL, '[["0d8d3f750534dd9b", "p", false, false, true, 4, 98], ["27d154ccf301ab31", "p", false, false, true, 3, 98], ["7ea1ed9dc9ee701d", "p", false, false, true, 2, 98], ["9f00b7ef87f5c401", "p", false, false, true, 1, 98], ["cf2bf694605fb9e2", "p", false, false, true, 0, 98]]');
INSERT INTO observed_pages VALUES ('kabar', 3, 10, '2026-03-01T10:00:00Z', 'Kabar petugas ke 2 di daerah ini', '["Ani Lestari"]', NULL, '[["d549ed303382e768", "p", false, false, true, 4, 96], ["51bf980def2038a5", "p", false, false, true, 3, 96], ["a69a620964a04d60", "p", false, false, true, 2, 96], ["35f4a6c4e072e1ae", "p", false, false, true, 1, 96], ["0add4b92e504596b", "p", false, false, true, 0, 96]]');
INSERT INTO observed_pages VALUES ('kabar', 5, 12, '2026-03-01T10:00:00Z', 'Kabar jembatan ke 4 di daerah ini', '["Ani Lestari"]', NULL, '[["1e9d0182e53c65fb", "p", false, false, true, 4, 97], ["ca0f3d5edbaa783e", "p", false, false, true, 3, 97], ["92770bc096df5bf0", "p", false, false, true, 2, 97], ["4b9c0ff4d06fcdc0", "p", false, false, true, 1, 97], ["fd96db728d549d21", "p", false, false, true, 0, 97]]');
INSERT INTO observed_pages VALUES ('kabar', 6, 13, '2026-03-01T10:00:00Z', 'Kabar pasar ke 5 di daerah ini', '["Ani Lestari"]', NULL, '[["2b0e1baafdc5b80c", "p", false, false, true, 4, 94], ["f7f1c0a74b692994", "p", false, false, true, 3, 94], ["cbc270e83540befa", "p", false, false, true, 2, 94], ["e7e2c0353fddf1c1", "p", false, false, true, 1, 94], ["b10d63c76fafaaa2", "p", false, false, true, 0, 94]]');
INSERT INTO observed_pages VALUES ('kabar', 7, 14, '2026-03-01T10:00:00Z', 'Kabar sekolah ke 6 di daerah ini', '["Ani Lestari"]', NULL, '[["9dbc614bcef28f34", "p", false, false, true, 4, 96], ["6df5f700d3bb5140", "p", false, false, true, 3, 96], ["28a08224f085ce02", "p", false, false, true, 2, 96], ["50d5c4b7bd1051c2", "p", false, false, true, 1, 96], ["ecfed19ea4f26db9", "p", false, false, true, 0, 96]]');
INSERT INTO observed_pages VALUES ('kabar', 8, 15, '2026-03-01T10:00:00Z', 'Kabar jalan ke 7 di daerah ini', '["Ani Lestari"]', NULL, '[["d3c7ea50aad91e02", "p", false, false, true, 4, 94], ["8d3a939fb932e20c", "p", false, false, true, 3, 94], ["e252c190d2363ed2", "p", false, false, true, 2, 94], ["2eb2e2cbc03f2081", "p", false, false, true, 1, 94], ["5cc9f07e7b203c24", "p", false, false, true, 0, 94]]');
INSERT INTO observed_pages VALUES ('kabar', 9, 16, '2026-03-01T10:00:00Z', 'Kabar desa ke 8 di daerah ini', '["Ani Lestari"]', NULL, '[["0bf63e8f90cf95f5", "p", false, false, true, 4, 93], ["ed3ad147a166b5c7", "p", false, false, true, 3, 93], ["45a7b302866da115", "p", false, false, true, 2, 93], ["d792bff0fac279da", "p", false, false, true, 1, 93], ["f644c0daf684d232", "p", false, false, true, 0, 93]]');
INSERT INTO observed_pages VALUES ('kabar', 10, 17, '2026-03-01T10:00:00Z', 'Kabar kabupaten ke 9 di daerah ini', '["Ani Lestari"]', NULL, '[["0e25a05575029778", "p", false, false, true, 4, 98], ["e43a803e6b877644", "p", false, false, true, 3, 98], ["634dcb8bcc11b060", "p", false, false, true, 2, 98], ["b3e9d6ad93607162", "p", false, false, true, 1, 98], ["e254cc1ac735e67c", "p", false, false, true, 0, 98]]');
INSERT INTO observed_pages VALUES ('kabar', 11, 18, '2026-03-01T10:00:00Z', 'Kabar hujan ke 10 di daerah ini', '["Ani Lestari"]', NULL, '[["0cc2c9066c9c295e", "p", false, false, true, 4, 95], ["a197c8a1671134d2", "p", false, false, true, 3, 95], ["fc168ad4f4ae0f12", "p", false, false, true, 2, 95], ["c740e9015edd737b", "p", false, false, true, 1, 95], ["8a825f67923172e7", "p", false, false, true, 0, 95]]');
INSERT INTO observed_pages VALUES ('kabar', 12, 19, '2026-03-01T10:00:00Z', 'Kabar panen ke 11 di daerah ini', '["Ani Lestari"]', NULL, '[["dcc3bd066ce743d4", "p", false, false, true, 4, 95], ["cc0d1c698d12c09c", "p", false, false, true, 3, 95], ["cd4f6cf5ad1a3e3d", "p", false, false, true, 2, 95], ["fa99be1ceda55fa0", "p", false, false, true, 1, 95], ["47f49239214b8486", "p", false, false, true, 0, 95]]');
INSERT INTO observed_pages VALUES ('kabar', 13, 20, '2026-03-01T10:00:00Z', 'Kabar warga ke 12 di daerah ini', '["Ani Lestari"]', NULL, '[["d6866ef4b1c80c57", "p", false, false, true, 4, 95], ["9fe8813db9afede5", "p", false, false, true, 3, 95], ["cfbece5f71f87707", "p", false, false, true, 2, 95], ["4e57d90b096057d4", "p", false, false, true, 1, 95], ["06df25f3a928b537", "p", false, false, true, 0, 95]]');
INSERT INTO observed_pages VALUES ('kabar', 14, 21, '2026-03-01T10:00:00Z', 'Kabar kecamatan ke 13 di daerah ini', '["Ani Lestari"]', NULL, '[["420e7fb3f4a39954", "p", false, false, true, 4, 99], ["c12e63424dc00485", "p", false, false, true, 3, 99], ["60a5f4dd7c869620", "p", false, false, true, 2, 99], ["db9430215e671125", "p", false, false, true, 1, 99], ["85493c88ae48d8cc", "p", false, false, true, 0, 99]]');
INSERT INTO observed_pages VALUES ('kabar', 15, 22, '2026-03-01T10:00:00Z', 'Kabar petugas ke 14 di daerah ini', '["Ani Lestari"]', NULL, '[["8d4956c6b36ad1d7", "p", false, false, true, 4, 97], ["72f4f4ca9761d0c7", "p", false, false, true, 3, 97], ["3646d4a93dfa0a1e", "p", false, false, true, 2, 97], ["74a1651d193a3aa1", "p", false, false, true, 1, 97], ["fb81cf09af93c988", "p", false, false, true, 0, 97]]');
INSERT INTO observed_pages VALUES ('kabar', 16, 23, '2026-03-01T10:00:00Z', 'Kabar sungai ke 15 di daerah ini', '["Ani Lestari"]', NULL, '[["eea0204c0d419c1a", "p", false, false, true, 4, 96], ["ee2c48d603ba1236", "p", false, false, true, 3, 96], ["c81ce9ed685de935", "p", false, false, true, 2, 96], ["1532767e95c8c7db", "p", false, false, true, 1, 96], ["3aed404b2ac64786", "p", false, false, true, 0, 96]]');
INSERT INTO observed_pages VALUES ('kabar', 17, 24, '2026-03-01T10:00:00Z', 'Kabar jembatan ke 16 di daerah ini', '["Ani Lestari"]', NULL, '[["011d77a292ac43c5", "p", false, false, true, 4, 98], ["d5d07786433586d2", "p", false, false, true, 3, 98], ["6822959dccd293be", "p", false, false, true, 2, 98], ["37d5ff69cea4e6da", "p", false, false, true, 1, 98], ["e8ab06e490b29d9d", "p", false, false, true, 0, 98]]');
INSERT INTO lessons VALUES (1, 'kabar', 'block', 'a3f5c2d19b', 'Ikuti kami di saluran WhatsApp.', 1, '2026-03-01T08:00:00Z', 12, 40, '2026-03-01T04:00:00Z', '2026-03-01T07:00:00Z', NULL, NULL);
INSERT INTO forgotten VALUES ('e3544ebeb88f3c4e3d97', 'kabar', 'anak di bawah umur', '2026-03-06T12:00:00Z', NULL);
INSERT INTO forgotten_urls VALUES ('kabar.example/berita/tulisan-3', 'e3544ebeb88f3c4e3d97');
INSERT INTO changes VALUES (3, 0, 'figure', '412', '415', 1);
INSERT INTO changes VALUES (26, 0, 'paragraph-removed', 'Seorang warga bagian 4 menyampaikan pendapat nomor 0 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (27, 0, 'paragraph-removed', 'Seorang kecamatan bagian 4 menyampaikan pendapat nomor 1 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (28, 0, 'paragraph-removed', 'Seorang petugas bagian 4 menyampaikan pendapat nomor 2 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (30, 0, 'paragraph-removed', 'Seorang jembatan bagian 4 menyampaikan pendapat nomor 4 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (31, 0, 'paragraph-removed', 'Seorang pasar bagian 4 menyampaikan pendapat nomor 5 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (32, 0, 'paragraph-removed', 'Seorang sekolah bagian 4 menyampaikan pendapat nomor 6 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (33, 0, 'paragraph-removed', 'Seorang jalan bagian 4 menyampaikan pendapat nomor 7 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (34, 0, 'paragraph-removed', 'Seorang desa bagian 4 menyampaikan pendapat nomor 8 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (35, 0, 'paragraph-removed', 'Seorang kabupaten bagian 4 menyampaikan pendapat nomor 9 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (36, 0, 'paragraph-removed', 'Seorang hujan bagian 4 menyampaikan pendapat nomor 10 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (37, 0, 'paragraph-removed', 'Seorang panen bagian 4 menyampaikan pendapat nomor 11 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (38, 0, 'paragraph-removed', 'Seorang warga bagian 4 menyampaikan pendapat nomor 12 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (39, 0, 'paragraph-removed', 'Seorang kecamatan bagian 4 menyampaikan pendapat nomor 13 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (40, 0, 'paragraph-removed', 'Seorang petugas bagian 4 menyampaikan pendapat nomor 14 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (41, 0, 'paragraph-removed', 'Seorang sungai bagian 4 menyampaikan pendapat nomor 15 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO changes VALUES (42, 0, 'paragraph-removed', 'Seorang jembatan bagian 4 menyampaikan pendapat nomor 16 kepada para pejabat yang hadir di lokasi.', '', 5);
INSERT INTO corrections VALUES (25, 'correction', 'Ralat', 0, 'https://kabar.example/berita/banjir-di-martapura', 1);
INSERT INTO corrections VALUES (26, 'correction', 'Ralat', 0, NULL, NULL);
INSERT INTO corrected_names VALUES (25, 0, 0, 'kabar.example/berita/tidak-ada', 'https://kabar.example/berita/tidak-ada');
INSERT INTO corrected_names VALUES (25, 1, 0, 'kabar.example/berita/banjir-di-martapura', 'https://kabar.example/berita/banjir-di-martapura?utm_source=x');
INSERT INTO corrected_names VALUES (26, 0, 1, 'banjir rendam tiga kecamatan', NULL);
INSERT INTO watches VALUES (1, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (2, 'kabar', 'gone', '2026-03-03T16:00:00Z', '2026-03-01T02:00:00Z', '2026-03-01T05:00:00Z', '2026-03-07T20:00:00Z', 8, 0, 5, '2026-03-10T20:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (3, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (4, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:05:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (5, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:09:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (6, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:30:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (7, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:01:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (8, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (9, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (10, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (12, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (13, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (14, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (15, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (16, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (17, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (18, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (19, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (20, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (21, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (22, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (23, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (24, 'kabar', 'live', '2026-03-01T10:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T10:00:00Z', 0, 0, 0, '2026-03-01T11:00:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (25, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (26, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO watches VALUES (27, 'kabar', 'live', '2026-03-01T04:00:00Z', '2026-03-01T02:00:00Z', NULL, '2026-03-01T04:00:00Z', 0, 0, 0, '2026-03-01T04:15:00Z', NULL, 0, NULL);
INSERT INTO checks VALUES (2, '2026-03-01T05:00:00Z', '2026-03-01T07:00:00Z', 2, 'unchanged', 200, NULL, 1);
INSERT INTO checks VALUES (2, '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', 1, 'changed', 200, 'c61e01b39cd96bdcec22cdfbc70e98351e05fe55919e09632525fd6112ccfb04', 2);
INSERT INTO checks VALUES (2, '2026-03-02T10:00:00Z', '2026-03-07T20:00:00Z', 5, 'not-found', 410, NULL, NULL);
INSERT INTO presence VALUES (2, 1, 'suspect', '2026-03-02T10:00:00Z', 'http 410', 410);
INSERT INTO presence VALUES (2, 2, 'gone', '2026-03-03T16:00:00Z', 'http 410', 410);
INSERT INTO replays VALUES (1, 'e07c5e44f0bef185', '{"sites": [], "learned": false, "again": false}', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 25, 28, 42, 28, '{"skipped": 0, "sites": {"kabar": {"read": 20, "changed": 17, "failed": 0, "fields": {"no article any more": 3, "text": 17}}}}');
INSERT INTO wordings VALUES (1, 5159711961571324340, 11);
INSERT INTO wordings VALUES (2, -5051533829602228609, 132);
INSERT INTO wordings VALUES (3, -1549849598849787562, 126);
INSERT INTO wordings VALUES (4, -1896789981588218593, 134);
INSERT INTO wordings VALUES (5, 8757773944405347143, 144);
INSERT INTO wordings VALUES (6, 8830372757948326656, 60);
INSERT INTO wordings VALUES (7, -2533050257285259357, 60);
INSERT INTO wordings VALUES (8, -4153092860566110167, 60);
INSERT INTO wordings VALUES (10, 485077071248775301, 60);
INSERT INTO wordings VALUES (11, -2090230401951661529, 60);
INSERT INTO wordings VALUES (12, -559381074526589837, 60);
INSERT INTO wordings VALUES (13, -5232714410170202761, 60);
INSERT INTO wordings VALUES (14, 8980622738552789952, 60);
INSERT INTO wordings VALUES (15, -6473829852265281797, 60);
INSERT INTO wordings VALUES (16, 5174438661789297662, 60);
INSERT INTO wordings VALUES (17, 2699745445332553110, 60);
INSERT INTO wordings VALUES (18, -5973707864691074960, 60);
INSERT INTO wordings VALUES (19, -4296527405527421730, 60);
INSERT INTO wordings VALUES (20, 5772228609297276174, 60);
INSERT INTO wordings VALUES (21, 8575885065337944520, 60);
INSERT INTO wordings VALUES (22, 6089547102102479574, 60);
INSERT INTO article_wordings VALUES (1, NULL);
INSERT INTO article_wordings VALUES (2, 1);
INSERT INTO article_wordings VALUES (3, 2);
INSERT INTO article_wordings VALUES (4, 2);
INSERT INTO article_wordings VALUES (5, 3);
INSERT INTO article_wordings VALUES (6, 4);
INSERT INTO article_wordings VALUES (7, 5);
INSERT INTO article_wordings VALUES (8, 6);
INSERT INTO article_wordings VALUES (9, 7);
INSERT INTO article_wordings VALUES (10, 8);
INSERT INTO article_wordings VALUES (12, 10);
INSERT INTO article_wordings VALUES (13, 11);
INSERT INTO article_wordings VALUES (14, 12);
INSERT INTO article_wordings VALUES (15, 13);
INSERT INTO article_wordings VALUES (16, 14);
INSERT INTO article_wordings VALUES (17, 15);
INSERT INTO article_wordings VALUES (18, 16);
INSERT INTO article_wordings VALUES (19, 17);
INSERT INTO article_wordings VALUES (20, 18);
INSERT INTO article_wordings VALUES (21, 19);
INSERT INTO article_wordings VALUES (22, 20);
INSERT INTO article_wordings VALUES (23, 21);
INSERT INTO article_wordings VALUES (24, 22);
INSERT INTO article_wordings VALUES (25, NULL);
INSERT INTO article_wordings VALUES (26, NULL);
INSERT INTO article_wordings VALUES (27, NULL);
INSERT INTO shingles_settled VALUES (-1710305159, 1);
INSERT INTO shingles_settled VALUES (84822477, 1);
INSERT INTO shingles_settled VALUES (812990064, 1);
INSERT INTO shingles_settled VALUES (1902809895, 1);
INSERT INTO wording_relations VALUES (2, 3, 'copy', 0.9535);
INSERT INTO wording_relations VALUES (2, 4, 'derived', 0.5113);
INSERT INTO wording_relations VALUES (3, 4, 'derived', 0.5231);
INSERT INTO wording_relations VALUES (6, 18, 'copy', 0.9333);
INSERT INTO wording_relations VALUES (7, 19, 'copy', 0.9333);
INSERT INTO wording_relations VALUES (8, 20, 'copy', 0.9333);
INSERT INTO wording_relations VALUES (10, 22, 'copy', 0.9333);
INSERT INTO stories VALUES (3, 3, 2, 1, 1, '2026-03-01T02:09:00Z');
INSERT INTO stories VALUES (8, 2, 1, 1, 0, '2026-03-01T02:00:00Z');
INSERT INTO stories VALUES (9, 2, 1, 1, 0, '2026-03-01T02:00:00Z');
INSERT INTO stories VALUES (12, 2, 1, 1, 0, '2026-03-01T02:00:00Z');
INSERT INTO stories VALUES (22, 2, 1, 1, 0, '2026-03-01T02:00:00Z');
INSERT INTO story_articles VALUES (3, 3, 1, 'first', 1.0, NULL);
INSERT INTO story_articles VALUES (4, 3, 2, 'copy', 1.0, 3);
INSERT INTO story_articles VALUES (5, 3, 3, 'copy', 0.9535, 3);
INSERT INTO story_articles VALUES (8, 8, 1, 'first', 1.0, NULL);
INSERT INTO story_articles VALUES (9, 9, 1, 'first', 1.0, NULL);
INSERT INTO story_articles VALUES (10, 22, 2, 'copy', 0.9333, 22);
INSERT INTO story_articles VALUES (12, 12, 1, 'first', 1.0, NULL);
INSERT INTO story_articles VALUES (20, 8, 2, 'copy', 0.9333, 8);
INSERT INTO story_articles VALUES (21, 9, 2, 'copy', 0.9333, 9);
INSERT INTO story_articles VALUES (22, 22, 1, 'first', 1.0, NULL);
INSERT INTO story_articles VALUES (24, 12, 2, 'copy', 0.9333, 12);
INSERT INTO story_splits VALUES ('3bda8ccc7a2b95a4777a', 'eec3ab7df75d615c2160', '2026-03-06T12:00:00Z');
INSERT INTO story_splits VALUES ('41f9bf150bf04651374e', 'eec3ab7df75d615c2160', '2026-03-06T12:00:00Z');
INSERT INTO story_splits VALUES ('bb6663358b11dfa9fdb9', 'eec3ab7df75d615c2160', '2026-03-06T12:00:00Z');
INSERT INTO shingles_recent VALUES (-2135212016, 5);
INSERT INTO shingles_recent VALUES (-2134771931, 2);
INSERT INTO shingles_recent VALUES (-2134771931, 3);
INSERT INTO shingles_recent VALUES (-2130283711, 5);
INSERT INTO shingles_recent VALUES (-2115292290, 2);
INSERT INTO shingles_recent VALUES (-2115292290, 3);
INSERT INTO shingles_recent VALUES (-2115292290, 4);
INSERT INTO shingles_recent VALUES (-2108744163, 5);
INSERT INTO shingles_recent VALUES (-2102676689, 2);
INSERT INTO shingles_recent VALUES (-2102676689, 3);
INSERT INTO shingles_recent VALUES (-2102676689, 4);
INSERT INTO shingles_recent VALUES (-2101750381, 5);
INSERT INTO shingles_recent VALUES (-2079671201, 2);
INSERT INTO shingles_recent VALUES (-2079671201, 3);
INSERT INTO shingles_recent VALUES (-2076553973, 2);
INSERT INTO shingles_recent VALUES (-2076553973, 3);
INSERT INTO shingles_recent VALUES (-2076553973, 4);
INSERT INTO shingles_recent VALUES (-2067874245, 5);
INSERT INTO shingles_recent VALUES (-2051140948, 2);
INSERT INTO shingles_recent VALUES (-2051140948, 3);
INSERT INTO shingles_recent VALUES (-2051140948, 4);
INSERT INTO shingles_recent VALUES (-2044298303, 5);
INSERT INTO shingles_recent VALUES (-2041122417, 5);
INSERT INTO shingles_recent VALUES (-2004233240, 5);
INSERT INTO shingles_recent VALUES (-2004176588, 2);
INSERT INTO shingles_recent VALUES (-2004176588, 3);
INSERT INTO shingles_recent VALUES (-2004176588, 4);
INSERT INTO shingles_recent VALUES (-1979150665, 2);
INSERT INTO shingles_recent VALUES (-1979150665, 3);
INSERT INTO shingles_recent VALUES (-1966575427, 2);
INSERT INTO shingles_recent VALUES (-1966575427, 3);
INSERT INTO shingles_recent VALUES (-1966575427, 4);
INSERT INTO shingles_recent VALUES (-1959494593, 5);
INSERT INTO shingles_recent VALUES (-1958788829, 3);
INSERT INTO shingles_recent VALUES (-1937328649, 2);
INSERT INTO shingles_recent VALUES (-1937328649, 3);
INSERT INTO shingles_recent VALUES (-1937328649, 4);
INSERT INTO shingles_recent VALUES (-1936421811, 5);
INSERT INTO shingles_recent VALUES (-1932635770, 2);
INSERT INTO shingles_recent VALUES (-1932635770, 3);
INSERT INTO shingles_recent VALUES (-1932635770, 4);
INSERT INTO shingles_recent VALUES (-1923605017, 4);
INSERT INTO shingles_recent VALUES (-1910177085, 5);
INSERT INTO shingles_recent VALUES (-1900244152, 2);
INSERT INTO shingles_recent VALUES (-1900244152, 3);
INSERT INTO shingles_recent VALUES (-1895479718, 5);
INSERT INTO shingles_recent VALUES (-1878361511, 5);
INSERT INTO shingles_recent VALUES (-1859214115, 4);
INSERT INTO shingles_recent VALUES (-1846385325, 5);
INSERT INTO shingles_recent VALUES (-1844428510, 4);
INSERT INTO shingles_recent VALUES (-1822897014, 5);
INSERT INTO shingles_recent VALUES (-1818717930, 4);
INSERT INTO shingles_recent VALUES (-1811436879, 5);
INSERT INTO shingles_recent VALUES (-1798178542, 2);
INSERT INTO shingles_recent VALUES (-1798178542, 3);
INSERT INTO shingles_recent VALUES (-1798178542, 4);
INSERT INTO shingles_recent VALUES (-1792844465, 5);
INSERT INTO shingles_fresh VALUES (-2134960218, 21);
INSERT INTO shingles_fresh VALUES (-2133409638, 11);
INSERT INTO shingles_fresh VALUES (-2124656586, 7);
INSERT INTO shingles_fresh VALUES (-2124656586, 19);
INSERT INTO shingles_fresh VALUES (-2122235294, 10);
INSERT INTO shingles_fresh VALUES (-2122235294, 22);
INSERT INTO shingles_fresh VALUES (-2112328085, 6);
INSERT INTO shingles_fresh VALUES (-2098981983, 14);
INSERT INTO shingles_fresh VALUES (-2096096685, 21);
INSERT INTO shingles_fresh VALUES (-2072433171, 13);
INSERT INTO shingles_fresh VALUES (-2045836296, 22);
INSERT INTO shingles_fresh VALUES (-2044998998, 8);
INSERT INTO shingles_fresh VALUES (-2044998998, 20);
INSERT INTO shingles_fresh VALUES (-2032836955, 8);
INSERT INTO shingles_fresh VALUES (-2029685977, 12);
INSERT INTO shingles_fresh VALUES (-2014713280, 13);
INSERT INTO shingles_fresh VALUES (-2005122223, 6);
INSERT INTO shingles_fresh VALUES (-1997266357, 7);
INSERT INTO shingles_fresh VALUES (-1991596915, 21);
INSERT INTO shingles_fresh VALUES (-1977161415, 16);
INSERT INTO shingles_fresh VALUES (-1975833650, 13);
INSERT INTO shingles_fresh VALUES (-1967088408, 11);
INSERT INTO shingles_fresh VALUES (-1955540349, 10);
INSERT INTO shingles_fresh VALUES (-1955540349, 22);
INSERT INTO shingles_fresh VALUES (-1948701285, 14);
INSERT INTO shingles_fresh VALUES (-1937259762, 18);
INSERT INTO shingles_fresh VALUES (-1932265391, 12);
INSERT INTO shingles_fresh VALUES (-1931646377, 16);
INSERT INTO shingles_fresh VALUES (-1901329432, 18);
INSERT INTO shingles_fresh VALUES (-1901142827, 8);
INSERT INTO shingles_fresh VALUES (-1901142827, 20);
INSERT INTO shingles_fresh VALUES (-1898183110, 8);
INSERT INTO shingles_fresh VALUES (-1896620849, 6);
INSERT INTO shingles_fresh VALUES (-1896620849, 18);
INSERT INTO shingles_fresh VALUES (-1887431713, 8);
INSERT INTO shingles_fresh VALUES (-1879133113, 19);
INSERT INTO shingles_fresh VALUES (-1864021979, 6);
INSERT INTO shingles_fresh VALUES (-1864021979, 18);
INSERT INTO shingles_fresh VALUES (-1862522853, 10);
INSERT INTO shingles_fresh VALUES (-1862522853, 22);
INSERT INTO shingles_fresh VALUES (-1852788081, 19);
INSERT INTO shingles_fresh VALUES (-1849524769, 21);
INSERT INTO shingles_fresh VALUES (-1842889284, 22);
INSERT INTO shingles_fresh VALUES (-1841952867, 17);
INSERT INTO shingles_fresh VALUES (-1839234633, 7);
INSERT INTO shingles_fresh VALUES (-1839234633, 19);
INSERT INTO shingles_fresh VALUES (-1824147583, 10);
INSERT INTO shingles_fresh VALUES (-1818749694, 16);
INSERT INTO shingles_fresh VALUES (-1817224367, 6);
INSERT INTO shingles_fresh VALUES (-1812088905, 17);
INSERT INTO shingles_fresh VALUES (-1810427969, 6);
INSERT INTO shingles_fresh VALUES (-1810427969, 18);
INSERT INTO shingles_fresh VALUES (-1768621122, 14);
INSERT INTO shingles_fresh VALUES (-1766926154, 16);
INSERT INTO shingles_fresh VALUES (-1761571597, 22);
INSERT INTO shingles_fresh VALUES (-1758401524, 20);
INSERT INTO shingles_fresh VALUES (-1754688547, 19);
INSERT INTO shingles_fresh VALUES (-1738820715, 22);
INSERT INTO shingles_fresh VALUES (-1737282598, 8);
INSERT INTO shingles_fresh VALUES (-1724504543, 15);
INSERT INTO shingles_fresh VALUES (-1716679667, 13);
INSERT INTO shingles_fresh VALUES (-1704074749, 7);
INSERT INTO shingles_fresh VALUES (-1696647963, 21);
INSERT INTO shingles_fresh VALUES (-1687599041, 14);
INSERT INTO shingles_fresh VALUES (-1685009464, 10);
INSERT INTO shingles_fresh VALUES (-1682644624, 10);
INSERT INTO shingles_fresh VALUES (-1674740964, 17);
INSERT INTO shingles_fresh VALUES (-1664025916, 14);
INSERT INTO shingles_fresh VALUES (-1659990535, 17);
INSERT INTO shingles_fresh VALUES (-1645676504, 10);
INSERT INTO shingles_fresh VALUES (-1637583519, 6);
INSERT INTO shingles_fresh VALUES (-1637583519, 18);
INSERT INTO shingles_fresh VALUES (-1637473676, 10);
INSERT INTO shingles_fresh VALUES (-1626210112, 11);
INSERT INTO shingles_fresh VALUES (-1611442883, 12);
INSERT INTO shingles_fresh VALUES (-1600690651, 13);
INSERT INTO shingles_fresh VALUES (-1598675249, 8);
INSERT INTO shingles_fresh VALUES (-1565987050, 7);
INSERT INTO shingles_fresh VALUES (-1553441127, 17);
INSERT INTO shingles_fresh VALUES (-1535762247, 18);
INSERT INTO shingles_fresh VALUES (-1534044824, 13);
INSERT INTO shingles_fresh VALUES (-1521040087, 15);
INSERT INTO shingles_fresh VALUES (-1514749550, 7);
INSERT INTO shingles_fresh VALUES (-1514723470, 11);
INSERT INTO shingles_fresh VALUES (-1489610712, 12);
INSERT INTO shingles_fresh VALUES (-1488220296, 12);
INSERT INTO shingles_fresh VALUES (-1486740868, 19);
INSERT INTO shingles_fresh VALUES (-1486739692, 21);
INSERT INTO shingles_fresh VALUES (-1479078443, 11);
INSERT INTO shingles_fresh VALUES (-1475932163, 14);
INSERT INTO shingles_fresh VALUES (-1473227255, 6);
INSERT INTO shingles_fresh VALUES (-1470117256, 20);
INSERT INTO shingles_fresh VALUES (-1468535625, 18);
INSERT INTO shingles_fresh VALUES (-1463029146, 22);
INSERT INTO shingles_fresh VALUES (-1446428574, 14);
INSERT INTO shingles_fresh VALUES (-1429324866, 16);
INSERT INTO shingles_fresh VALUES (-1421935446, 7);
INSERT INTO shingles_fresh VALUES (-1416383182, 14);
INSERT INTO shingles_fresh VALUES (-1406295018, 21);
INSERT INTO shingles_fresh VALUES (-1381264404, 11);
INSERT INTO shingles_fresh VALUES (-1371041997, 11);
INSERT INTO shingles_fresh VALUES (-1366069603, 15);
INSERT INTO shingles_fresh VALUES (-1338651950, 19);
INSERT INTO shingles_fresh VALUES (-1331397924, 11);
INSERT INTO shingles_fresh VALUES (-1307233056, 17);
INSERT INTO shingles_fresh VALUES (-1304197126, 15);
INSERT INTO shingles_fresh VALUES (-1295106083, 8);
INSERT INTO shingles_fresh VALUES (-1295106083, 20);
INSERT INTO shingles_fresh VALUES (-1285667719, 19);
INSERT INTO shingles_fresh VALUES (-1283083153, 13);
INSERT INTO shingles_fresh VALUES (-1279774296, 12);
INSERT INTO shingles_fresh VALUES (-1225014547, 16);
INSERT INTO shingles_fresh VALUES (-1188780662, 16);
INSERT INTO shingles_fresh VALUES (-1151070033, 21);
INSERT INTO shingles_fresh VALUES (-1128541710, 15);
INSERT INTO shingles_fresh VALUES (-1128521480, 13);
INSERT INTO shingles_fresh VALUES (-1114874748, 20);
INSERT INTO shingles_fresh VALUES (-1079118875, 7);
INSERT INTO shingles_fresh VALUES (-1009267010, 15);
INSERT INTO shingles_fresh VALUES (-991138835, 20);
INSERT INTO shingles_fresh VALUES (-979317818, 15);
INSERT INTO shingles_fresh VALUES (-931996343, 12);
INSERT INTO shingles_fresh VALUES (-913540978, 12);
INSERT INTO shingles_fresh VALUES (-903973039, 16);
INSERT INTO shingles_fresh VALUES (-874307937, 17);
INSERT INTO shingles_fresh VALUES (-859341537, 15);
INSERT INTO shingles_fresh VALUES (-855222106, 17);
INSERT INTO shingles_fresh VALUES (-705142766, 20);
INSERT INTO gaps VALUES (1, 'kabar', 1, '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 'none of the last 1 entries of the list was known', 1, 'suspected', '2026-03-01T04:00:00Z', 0, '');
INSERT INTO gaps VALUES (2, 'kabar', 1, '2026-03-01T03:10:00Z', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z', 'none of the last 1 entries of the list was known', 1, 'suspected', '2026-03-01T03:10:00Z', 0, '');
INSERT INTO gaps VALUES (3, 'kabar', 1, '2026-03-01T06:00:00Z', '2026-03-01T04:00:00Z', '2026-03-01T05:58:00Z', 'none of the last 3 entries of the list was known', 11, 'suspected', '2026-03-01T06:00:00Z', 0, '');
INSERT INTO backfills VALUES (1, 'kabar', 2, 1, '2026-03-01', '2026-03-02', '2026-03-01T04:00:00Z', NULL, NULL, 1, NULL, 1, 0, 0, '2026-03-01T04:00:00Z', NULL);
INSERT INTO month_counts VALUES ('kabar', '2026-02', 40, 'wordpress', '2026-03-01T04:00:00Z');
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-01', 3, 0);
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-02', 1, 0);
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-03', 1, 0);
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-04', 1, 0);
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-06', 1, 0);
INSERT INTO looks_by_day VALUES ('kabar', '2026-03-07', 1, 0);
INSERT INTO site_days VALUES ('kabar', '2026-03-01', 1, 22, 21600);
INSERT INTO site_days VALUES ('kabar', '2026-03-02', 1, 0, 0);
INSERT INTO site_days VALUES ('kabar', '2026-03-03', 1, 0, 0);
INSERT INTO site_days VALUES ('kabar', '2026-03-04', 1, 0, 0);
INSERT INTO site_days VALUES ('kabar', '2026-03-05', 1, 0, 0);
INSERT INTO site_days VALUES ('kabar', '2026-03-06', 1, 0, 0);
INSERT INTO site_days VALUES ('suara', '2026-03-01', 1, 0, 0);
INSERT INTO site_standings VALUES ('kabar', 'served', '2026-03-01T12:00:00Z', 6, '2026-03-06T12:00:00Z', '', '2026-03-06T12:00:00Z', '2026-03-01T10:00:00Z');
INSERT INTO site_standings VALUES ('suara', 'down', '2026-03-02T12:00:00Z', 5, '2026-03-06T12:00:00Z', 'http 403', '2026-03-01T12:00:00Z', NULL);
INSERT INTO page_trends VALUES ('kabar', 'headline', 22.0, 1.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'long', 22.0, 5.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'no-author', 22.0, 5.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'no-time', 22.0, 0.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'refused', 22.0, 0.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'removed', 22.0, 0.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO page_trends VALUES ('kabar', 'short', 22.0, 0.0, 5.47419179874152650455e+00, 0.0, 0.0, 0.0, NULL, 0, 0, 0, '4daa4bbcfc55fe29', '[]');
INSERT INTO alarms VALUES (1, 'suara', 'down', '2026-03-03T12:00:00Z', '2026-03-06T12:00:00Z', NULL, NULL, 0, '2026-03-31T04:00:00Z', 'pindah server', '[{"site_id": "suara", "kind": "down", "since": "2026-03-02T12:00:00Z", "told": "does not answer: http 403", "field": "lists", "before": null, "after": null, "samples": []}]');
INSERT INTO health_marks VALUES ('leads', 31);
