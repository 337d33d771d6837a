//! Structs that a `macro_rules!` writes, with the literal, the type or the field from its caller.

use ::renamed::{ApiRequest, NoContent};

macro_rules! literal_inside {
    ($name:ident, $field:ident) => {
        /// The macro has the literal, the caller the field.
        #[derive(ApiRequest)]
        #[api(get = "/inside/{id}", response = NoContent, debug, crate = ::renamed)]
        pub struct $name {
            /// The macro's.
            pub id: u8,
            /// The caller's.
            pub $field: u8,
        }
    };
}

literal_inside!(LiteralInside, other);

macro_rules! literal_outside {
    ($name:ident, $path:literal, $field:ident: $ty:ty) => {
        /// The caller has the literal, the field and the type.
        #[derive(ApiRequest)]
        #[api(get = $path, response = NoContent, debug, crate = ::renamed)]
        pub struct $name {
            /// The caller's.
            #[api(path, validate(non_empty))]
            pub $field: $ty,
        }
    };
}

literal_outside!(LiteralOutside, "/outside/{id}", id: ::std::string::String);

macro_rules! both {
    ($name:ident, $field:ident) => {
        /// The macro has the literal and names the caller's field in it.
        #[derive(ApiRequest)]
        #[api(get = "/both/{id}", response = NoContent, debug, crate = ::renamed)]
        pub struct $name {
            /// The caller's.
            #[api(secret)]
            pub $field: u8,
        }
    };
}

both!(Both, id);

macro_rules! ruled {
    ($name:ident, $most:literal, $range:expr, $end:expr, $pattern:literal, $word:ident) => {
        /// The macro has the rules, the caller what stands in them.
        #[derive(ApiRequest)]
        #[api(get = "/ruled", response = NoContent, debug, crate = ::renamed)]
        pub struct $name {
            /// The macro's.
            #[api(validate(length(1..=$most), pattern($pattern), $word))]
            pub text: ::std::string::String,
            /// The macro's too.
            #[api(validate(range($range), range(1..=$end)))]
            pub number: u8,
        }
    };
}

ruled!(Ruled, 3, 2..=4, 3 + 1, "^a", ascii);

macro_rules! many {
    ($($name:ident)*) => {$(
        /// One of many in a module.
        #[derive(ApiRequest)]
        #[api(delete = "/many/{id}", debug, crate = ::renamed)]
        pub struct $name {
            /// Which.
            pub id: u8,
        }
    )*};
}

/// 300 requests in one module.
pub mod many {
    use ::renamed::ApiRequest;

    many! {
        R000 R001 R002 R003 R004 R005 R006 R007 R008 R009 R010 R011 R012 R013 R014 R015 R016 R017 R018 R019
        R020 R021 R022 R023 R024 R025 R026 R027 R028 R029 R030 R031 R032 R033 R034 R035 R036 R037 R038 R039
        R040 R041 R042 R043 R044 R045 R046 R047 R048 R049 R050 R051 R052 R053 R054 R055 R056 R057 R058 R059
        R060 R061 R062 R063 R064 R065 R066 R067 R068 R069 R070 R071 R072 R073 R074 R075 R076 R077 R078 R079
        R080 R081 R082 R083 R084 R085 R086 R087 R088 R089 R090 R091 R092 R093 R094 R095 R096 R097 R098 R099
        R100 R101 R102 R103 R104 R105 R106 R107 R108 R109 R110 R111 R112 R113 R114 R115 R116 R117 R118 R119
        R120 R121 R122 R123 R124 R125 R126 R127 R128 R129 R130 R131 R132 R133 R134 R135 R136 R137 R138 R139
        R140 R141 R142 R143 R144 R145 R146 R147 R148 R149 R150 R151 R152 R153 R154 R155 R156 R157 R158 R159
        R160 R161 R162 R163 R164 R165 R166 R167 R168 R169 R170 R171 R172 R173 R174 R175 R176 R177 R178 R179
        R180 R181 R182 R183 R184 R185 R186 R187 R188 R189 R190 R191 R192 R193 R194 R195 R196 R197 R198 R199
        R200 R201 R202 R203 R204 R205 R206 R207 R208 R209 R210 R211 R212 R213 R214 R215 R216 R217 R218 R219
        R220 R221 R222 R223 R224 R225 R226 R227 R228 R229 R230 R231 R232 R233 R234 R235 R236 R237 R238 R239
        R240 R241 R242 R243 R244 R245 R246 R247 R248 R249 R250 R251 R252 R253 R254 R255 R256 R257 R258 R259
        R260 R261 R262 R263 R264 R265 R266 R267 R268 R269 R270 R271 R272 R273 R274 R275 R276 R277 R278 R279
        R280 R281 R282 R283 R284 R285 R286 R287 R288 R289 R290 R291 R292 R293 R294 R295 R296 R297 R298 R299
    }
}

#[doc(hidden)]
pub mod reexported {
    pub use ::renamed as runtime;
}

macro_rules! by_crate {
    ($name:ident, $function:path) => {
        /// The runtime by `$crate`, the function from the caller.
        #[derive(ApiRequest)]
        #[api(delete = "/crate/{id}", debug, crate = $crate::macros::reexported::runtime)]
        pub struct $name {
            /// Which.
            #[api(serialize_with = $function)]
            pub id: u8,
        }
    };
}

by_crate!(ByCrate, text);

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn text<S: ::serde::Serializer>(value: &u8, to: S) -> ::std::result::Result<S::Ok, S::Error> {
    to.collect_str(value)
}
